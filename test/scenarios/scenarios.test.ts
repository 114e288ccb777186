import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { after, before, suite, test } from "node:test";

import { Stage } from "../support/stage.ts";

interface Scenario {
  readonly title: string;
  readonly exitCode: number;
  /** What happens to the home. */
  readonly does: (stage: Stage) => unknown;
  /** The command; `verify` without it. */
  readonly args?: readonly string[];
  /** The first run records what the second one judges. */
  readonly isInTurn?: boolean;
}

const SHELL = "node_modules/shell/node_modules/wave/index.js";
/** Of the right form, and of nobody. */
const GITHUB_TOKEN = `ghp_${"Zm9v".repeat(9)}`;
const LOCKFILE = ".config/pinfold/lockfiles/npm/gull.json";

/** Each has a folder of its name with the text and the JSON of the answer, side by side. */
const scenarios: Record<string, Scenario> = {
  verified: { title: "an untouched tree is verified", exitCode: 0, does: () => undefined },
  status: {
    title: "status is one line a server",
    exitCode: 0,
    does: () => undefined,
    args: ["status"],
  },
  list: {
    title: "list says how a command line was understood",
    exitCode: 0,
    does: () => undefined,
    args: ["list"],
  },
  "changed-file": {
    title: "a changed file of the same size and time, deep in a dependency, is named",
    exitCode: 1,
    does: (stage) => stage.edits(SHELL, "rise", "evil"),
  },
  "changed-status": {
    title: "status of a changed server shows the finding",
    exitCode: 1,
    does: (stage) => stage.edits(SHELL, "rise", "evil"),
    args: ["status", "gull", "--exit-code"],
  },
  "added-file": {
    title: "an added file is named",
    exitCode: 1,
    does: ({ home, tree }) => home.write(tree.path("node_modules/wave/index.json"), "{}"),
  },
  "replaced-link": {
    title: "a replaced program link is named",
    exitCode: 1,
    does: ({ home, tree }) => home.link(tree.path("node_modules/.bin/gull"), "../wave/cli.js"),
  },
  "extra-package": {
    title: "an extra package is named",
    exitCode: 1,
    does: ({ home, tree }) =>
      home.write(
        tree.path("node_modules/preen/package.json"),
        '{"name":"preen","version":"1.0.0"}',
      ),
  },
  "missing-file": {
    title: "a missing file is named",
    exitCode: 1,
    does: ({ tree }) => rmSync(tree.path("node_modules/shell/lib/pearl.js")),
  },
  "package-above": {
    title: "a package above the tree that Node would load is named",
    exitCode: 1,
    does: (stage) => stage.writes("node_modules/preen/index.js", "evil();\n"),
  },
  "poisoned-lock": {
    title: "a planted package-lock.json is named where nothing is installed",
    exitCode: 1,
    does: ({ home, tree }) => {
      rmSync(tree.path("node_modules"), { recursive: true });
      const evil = {
        version: "2.0.0",
        resolved: "https://evil.test/wave.tgz",
        integrity: "sha512-evil",
      };
      home.write(
        tree.path("package-lock.json"),
        JSON.stringify({ lockfileVersion: 3, packages: { "node_modules/wave": evil } }),
      );
    },
  },
  "not-installed": {
    title: "nothing installed cannot be settled",
    exitCode: 3,
    does: ({ tree }) => rmSync(tree.folder, { recursive: true }),
  },
  floating: {
    title: "a floating entry whose copy is the pinned one matches",
    exitCode: 3,
    does: async (stage) => {
      stage.home.install("gull");
      stage.configures({ gull: ["-y", "gull"] });
      stage.removes(".config/pinfold");
      stage.removes(".local");
      assert.equal((await stage.pinfold("lock", "--yes")).code, 0);
    },
  },
  "other-tree": {
    title: "a tree of another day, first seen now, is no alarm",
    exitCode: 3,
    does: anotherDay,
    isInTurn: true,
  },
  "other-tree-changed": {
    title: "a change in a tree of another day is one",
    exitCode: 1,
    does: async (stage) => {
      anotherDay(stage);
      assert.equal((await stage.pinfold("verify")).code, 3);
      stage.edits("node_modules/shell/index.js", "newer", "evil!");
    },
  },
  "protection-lost": {
    title: "a lockfile that is gone after lock is a lost protection",
    exitCode: 1,
    does: (stage) => stage.removes(LOCKFILE),
  },
  "conflict-markers": {
    title: "a half merged lockfile says how to go on",
    exitCode: 3,
    does: (stage) => {
      stage.removes(".local/state");
      stage.writes(LOCKFILE, "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n");
    },
  },
  "unknown-pins": {
    title: "a lockfile directory that is not there pins nothing",
    exitCode: 3,
    does: () => undefined,
    args: ["verify", "--lockfiles", "nowhere"],
  },
  "unreadable-pins": {
    title: "a file in place of the lockfile directory is wrong use",
    exitCode: 2,
    does: (stage) => stage.writes("pins", ""),
    args: ["verify", "--lockfiles", "pins"],
  },
  "unapproved-script": {
    title: "an install script that nobody approved is named",
    exitCode: 1,
    does: async (stage) => {
      stage.home.install("tide@1.0.0");
      stage.configures({ tide: ["-y", "tide@1.0.0"] });
      assert.equal((await stage.pinfold("lock", "--yes")).code, 0);
    },
  },
  "broken-config": {
    title: "a broken configuration is named with line and column",
    exitCode: 3,
    does: (stage) =>
      stage.home.write(
        stage.home.configFile,
        '{\n  "mcpServers": {\n    "gull": { "command": "npx" "args": [] }\n  }\n}\n',
      ),
  },
  doctor: {
    title: "doctor says when everything can start",
    exitCode: 0,
    does: () => undefined,
    args: ["doctor"],
  },
  "doctor-broken": {
    title: "doctor shows the line, the place and what happens, and that it can be mended",
    exitCode: 1,
    does: breaksConfig,
    args: ["doctor"],
  },
  "doctor-fix": {
    title: "doctor --fix shows what it changes and says what is left",
    exitCode: 1,
    does: breaksConfig,
    args: ["doctor", "--fix", "--yes"],
  },
  "doctor-fix-without-terminal": {
    title: "doctor --fix does not write without being asked",
    exitCode: 2,
    does: breaksConfig,
    args: ["doctor", "--fix"],
  },
  "doctor-handshake-without-terminal": {
    title: "doctor --handshake does not start servers without being asked",
    exitCode: 2,
    does: () => undefined,
    args: ["doctor", "--handshake"],
  },
  "doctor-needs": {
    title: "doctor names what each server lacks, and no secret",
    exitCode: 1,
    does: ({ home }) =>
      home.write(
        home.configFile,
        `${JSON.stringify(
          {
            mcpServers: {
              gull: { command: "npx", args: ["-y", "gull@1.0.0"], env: { TOKEN: GITHUB_TOKEN } },
              heron: { command: "heron-mcp", args: ["--root", "/"] },
              plover: { command: "node", args: ["~/plover.js"] },
              tern: { command: "node", args: ["/srv/tern/index.js"], disabled: true },
            },
          },
          null,
          2,
        )}\n`,
      ),
    args: ["doctor"],
  },
  "explain-diagnosis": {
    title: "a diagnosis explains itself",
    exitCode: 0,
    does: () => undefined,
    args: ["explain", "missing-comma"],
  },
  "nothing-configured": {
    title: "nothing configured is not clean",
    exitCode: 3,
    does: (stage) => stage.removes(".config/Claude"),
  },
  "several-servers": {
    title: "one server's trouble leaves the others judged",
    exitCode: 1,
    does: (stage) => {
      stage.home.install("tide@1.0.0");
      stage.home.configure({
        gull: { command: "npx", args: ["-y", "gull@1.0.0"] },
        tide: { command: "npx", args: ["-y", "tide@1.0.0"], env: { TIDE_TOKEN: "hunter2" } },
        pier: { command: "sh", args: ["-c", "curl https://pier.test | sh"] },
      });
      stage.edits(SHELL, "rise", "evil");
    },
  },
  "registry-down": {
    title: "lock without a registry pins nothing",
    exitCode: 3,
    does: (stage) => {
      stage.removes(".config/pinfold");
      stage.removes(".local");
      stage.registry.fail("reset");
    },
    args: ["lock", "--yes"],
  },
  "tampered-archive": {
    title: "lock of an archive with other bytes pins nothing",
    exitCode: 3,
    does: (stage) => {
      stage.removes(".config/pinfold");
      stage.removes(".local");
      rmSync(stage.path(".npm/_cacache"), { recursive: true, force: true });
      stage.registry.tamper("wave@2.0.0");
    },
    args: ["lock", "--yes"],
  },
  "lock-tampered-tree": {
    title: "lock of a tree that was tampered with pins nothing",
    exitCode: 3,
    does: (stage) => {
      stage.removes(".config/pinfold");
      stage.removes(".local");
      stage.edits(SHELL, "rise", "evil");
    },
    args: ["lock", "--yes"],
  },
  "lock-without-terminal": {
    title: "lock does not write without being asked",
    exitCode: 2,
    does: (stage) => stage.removes(".config/pinfold"),
    args: ["lock"],
  },
  "pinned-already": {
    title: "existing pins stay",
    exitCode: 0,
    does: () => undefined,
    args: ["lock", "--yes"],
  },
  "lock-check": {
    title: "lockfiles are judged without anything installed",
    exitCode: 0,
    does: ({ tree }) => rmSync(tree.folder, { recursive: true }),
    args: ["lock", "--check"],
  },
  "lock-check-policy": {
    title: "each breach of a policy names the line that decided and how to make an exception",
    exitCode: 1,
    args: ["lock", "--check"],
    does: (stage) =>
      stage.writes(
        ".config/pinfold/lockfiles/policy.json",
        JSON.stringify(
          {
            policyVersion: 1,
            sources: ["git"],
            provenance: { require: ["pkg:npm/gull"] },
            require: ["pkg:npm/gull", "pkg:npm/%40sea/*"],
            instalScripts: "deny",
          },
          null,
          2,
        ),
      ),
  },
  "lock-check-edited": {
    title: "a lockfile that was edited is wrong",
    exitCode: 1,
    does: (stage) => stage.writes(LOCKFILE, "{}\n"),
    args: ["lock", "--check"],
  },
  "lock-check-republished": {
    title: "an archive that is another one now is wrong",
    exitCode: 1,
    does: (stage) => {
      rmSync(stage.path(".npm/_cacache"), { recursive: true, force: true });
      stage.registry.tamper("wave@2.0.0");
    },
    args: ["lock", "--check", "--online"],
  },
  "lock-check-broken-project": {
    title: "a project whose configuration cannot be read was not checked",
    exitCode: 3,
    does: (stage) => stage.writes("shop/.mcp.json", '{ "mcpServers": {'),
    args: ["lock", "--check", "--project", "shop"],
  },
  "unknown-project": {
    title: "a project that is not there is wrong use",
    exitCode: 2,
    does: () => undefined,
    args: ["lock", "--check", "--project", "shopp"],
  },
  explain: {
    title: "a rule explains itself",
    exitCode: 0,
    does: () => undefined,
    args: ["explain", "modified-file"],
  },
  "unknown-option": {
    title: "an unknown option is wrong use",
    exitCode: 2,
    does: () => undefined,
    args: ["verify", "--what"],
  },
  "unknown-command": {
    title: "an unknown command is wrong use",
    exitCode: 2,
    does: () => undefined,
    args: ["soften"],
  },
  "unknown-server": {
    title: "an unknown server is wrong use",
    exitCode: 2,
    does: () => undefined,
    args: ["verify", "tern"],
  },
};

/** A comma is missing and one is too much, and a secret stays where it is. */
function breaksConfig({ home }: Stage): void {
  home.write(
    home.configFile,
    `{
  "mcpServers": {
    "gull": {
      "command": "npx",
      "args": ["-y", "gull@1.0.0",],
      "env": { "TOKEN": "${GITHUB_TOKEN}" }
    }
    "plover": { "command": "node", "args": ["/srv/plover.js"] }
  }
}
`,
  );
}

/** npx installed when a newer dependency was there, and this machine sees the tree for the first time. */
function anotherDay(stage: Stage): void {
  stage.registry.publish(
    { name: "shell", version: "3.2.0", dependencies: { wave: "^1.0.0" } },
    { "index.js": "newer();\n" },
  );
  stage.home.install("gull@1.0.0");
  stage.registry.unpublish("shell@3.2.0");
  stage.removes(".local/state/pinfold/baselines");
  // With the log that would say that there was a baseline.
  stage.removes(".local/state/pinfold/audit");
}

const PUT_BACK = new Set([
  "changed-file",
  "added-file",
  "replaced-link",
  "extra-package",
  "missing-file",
  "package-above",
]);

suite("scenarios", () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.set();
  });
  after(async () => stage[Symbol.asyncDispose]());

  for (const [
    name,
    { title, exitCode, does, args = ["verify"], isInTurn = false },
  ] of Object.entries(scenarios)) {
    test(`${name}: ${title}`, async () => {
      try {
        await does(stage);
        await stage.plays(name, exitCode, args, isInTurn);
        if (args[0] === "lock" && !args.includes("--check") && exitCode !== 0)
          assert.ok(!existsSync(stage.path(".config/pinfold")), "a refused lock leaves nothing");
      } finally {
        stage.putBack();
      }
      if (PUT_BACK.has(name)) assert.equal((await stage.pinfold("verify")).code, 0);
    });
  }

  const configs: readonly (readonly [
    title: string,
    put: (stage: Stage, file: string) => unknown,
    code: number,
    says: RegExp,
  ])[] = [
    ["empty", ({ home }, file) => home.write(file, ""), 3, /./],
    [
      "cut off",
      ({ home }, file) => home.write(file, '{"mcpServers": {"gull": {'),
      3,
      /1:\d+|line 1/,
    ],
    ["10 MB of blanks", ({ home }, file) => home.write(file, " ".repeat(10 * 1024 * 1024)), 3, /./],
    ["50,000 brackets", ({ home }, file) => home.write(file, "[".repeat(50_000)), 3, /./],
    [
      "50,000 brackets below a server",
      ({ home }, file) =>
        home.write(
          file,
          `{"mcpServers":{"gull":{"command":"npx","args":["-y","gull@1.0.0"],"x":${"[".repeat(50_000)}${"]".repeat(50_000)}}}}`,
        ),
      3,
      /./,
    ],
    // Claude Desktop does not read past it either.
    [
      "marked by a byte order mark",
      ({ home }, file) =>
        home.write(
          file,
          '\uFEFF{"mcpServers":{"gull":{"command":"npx","args":["-y","gull@1.0.0"]}}}',
        ),
      3,
      /byte order mark/,
    ],
    [
      "a server named __proto__",
      ({ home }, file) =>
        home.write(
          file,
          '{"mcpServers":{"__proto__":{"command":"npx","args":["-y","gull@1.0.0"]}}}',
        ),
      0,
      /__proto__/,
    ],
    [
      "a command that is a number",
      ({ home }, file) => home.write(file, '{"mcpServers":{"gull":{"command":7}}}'),
      3,
      /inconclusive/,
    ],
    [
      "a FIFO",
      (_, file) => {
        rmSync(file);
        execFileSync("mkfifo", [file]);
      },
      3,
      /not a regular file/,
    ],
    [
      "a folder",
      ({ home }, file) => {
        rmSync(file);
        home.write(`${file}/x`, "");
      },
      3,
      /not a regular file/,
    ],
  ];
  for (const [title, put, code, says] of configs) {
    test(`a configuration that is ${title} answers ${code}`, async () => {
      try {
        put(stage, stage.home.configFile);
        const [{ code: observed, out, err }, json] = await Promise.all([
          stage.pinfold("verify"),
          stage.pinfold("verify", "--json"),
        ]);
        assert.equal(observed, code, out + err);
        assert.match(out, says);
        assert.doesNotMatch(out + err, /defect of pinfold|at file:/);
        assert.equal((JSON.parse(json.out) as { exitCode: number }).exitCode, code);
      } finally {
        stage.putBack();
      }
    });
  }

  test("secrets of an entry are printed nowhere", async () => {
    try {
      stage.home.configure({
        gull: {
          command: "npx",
          args: ["-y", "gull@1.0.0", "--token", "hunter2"],
          env: { GULL_TOKEN: "hunter2" },
        },
      });
      stage.edits(SHELL, "rise", "evil");
      const commands = [
        ["verify"],
        ["verify", "--json"],
        ["list"],
        ["list", "--json"],
        ["status", "gull"],
        ["lock", "--yes"],
      ];
      await Promise.all(
        commands.map(async (args) => {
          const { out, err } = await stage.pinfold(...args);
          assert.doesNotMatch(out + err, /hunter2/, args.join(" "));
        }),
      );
    } finally {
      stage.putBack();
    }
  });

  test("offline, neither --help nor verify loads what asks registries or judges signatures", async () => {
    const heavy =
      /node_modules\/(?:pacote|@npmcli\/arborist|sigstore|@sigstore|@tufjs|tuf-js|@noble|tar|make-fetch-happen|npm-registry-fetch|npm-pick-manifest)\//;
    const hook = new URL("../support/log-modules.ts", import.meta.url).href;
    const loadedBy = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { code, err } = await stage.runs(["--import", hook], ...args);
      assert.equal(code, 0, err);
      return err.split("\n").filter((line) => line.startsWith("loads "));
    };
    for (const args of [
      ["--help"],
      ["--version"],
      ["verify"],
      ["verify", "--json"],
      ["status"],
      ["list"],
    ]) {
      const loaded = await loadedBy(...args);
      assert.ok(
        loaded.some((line) => line.endsWith("/dist/cli.js")),
        "the hook sees what is loaded",
      );
      assert.deepEqual(
        loaded.filter((line) => heavy.test(line)),
        [],
        args.join(" "),
      );
    }
    const loaded = await loadedBy("lock", "--check", "--online");
    assert.ok(
      loaded.some((line) => heavy.test(line)),
      "the pattern fits what lock loads",
    );
  });

  test("every folder here belongs to a scenario", () => {
    const folders = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "updates")
      .map(({ name }) => name);
    assert.deepEqual(folders.toSorted(), Object.keys(scenarios).toSorted());
  });
});
