import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const EXACT = "@modelcontextprotocol/server-filesystem@2026.8.31";
const FLOATING = "@modelcontextprotocol/server-memory";
const INSTALL_LIMIT_MS = 240_000;

interface Answer {
  readonly status: number | null;
  readonly text: string;
  readonly rules: readonly string[];
  readonly verdicts: Readonly<Record<string, string>>;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly location: { file: string } | null;
    readonly pinned: string | null;
    readonly observed: string | null;
  }[];
}

/** A home with the real npx's trees of real servers, and the command judging it. */
class LiveHome {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-live-"));

  constructor() {
    // Registry, proxy and certificates as this account has them.
    const npmrc = join(homedir(), ".npmrc");
    if (lstatSync(npmrc, { throwIfNoEntry: false }))
      symlinkSync(npmrc, join(this.folder, ".npmrc"));
    this.configure({ filesystem: ["-y", EXACT, "/tmp"], memory: ["-y", FLOATING] });
  }

  configure(servers: Record<string, readonly string[]>): void {
    const file = join(this.folder, ".config/Claude/claude_desktop_config.json");
    mkdirSync(dirname(file), { recursive: true });
    const mcpServers = Object.fromEntries(
      Object.entries(servers).map(([name, args]) => [name, { command: "npx", args }]),
    );
    writeFileSync(file, JSON.stringify({ mcpServers }, null, 2));
  }

  #run(command: string, args: readonly string[], limit: number) {
    const xdg = /^(?:XDG_.*_HOME|npm_.*|INIT_CWD|NODE)$/;
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !xdg.test(name)));
    return spawnSync(command, args, {
      cwd: this.folder,
      env: { ...env, HOME: this.folder },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: limit,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  npx(...args: string[]): void {
    const { status, stderr } = this.#run("npx", args, INSTALL_LIMIT_MS);
    assert.equal(status, 0, stderr);
  }

  pinfold(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    return this.#run("sh", [join(CHECKOUT, "scripts/pinfold"), ...args], INSTALL_LIMIT_MS);
  }

  verify(...args: string[]): Answer {
    const { status, stdout, stderr } = this.pinfold("verify", "--json", ...args);
    assert.notEqual(stdout, "", stderr);
    const report = JSON.parse(stdout) as {
      servers: { name: string; verdict: string }[];
      findings: Answer["findings"];
    };
    return {
      status,
      text: this.pinfold("verify", ...args).stdout,
      rules: report.findings.map(({ ruleId }) => ruleId),
      verdicts: Object.fromEntries(report.servers.map(({ name, verdict }) => [name, verdict])),
      findings: report.findings,
    };
  }

  /** The tree of the exact entry. The folder's name is npm's: sha512 of the spec. */
  tree(...parts: string[]): string {
    return join(this.folder, ".npm/_npx/68b53d3fd47bf8db", ...parts);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

suite("real servers, installed by the real npx", { timeout: 900_000 }, () => {
  let home: LiveHome;
  before(() => {
    home = new LiveHome();
    home.npx("-y", EXACT, "/tmp");
    home.npx("-y", FLOATING);
    const { status, stderr } = home.pinfold("lock", "--yes");
    assert.equal(status, 0, stderr);
  });
  after(() => home.remove());

  /** Does something to the disk, looks, and undoes it: afterwards the server is verified again. */
  function attacked(attack: () => () => void, rule: string): Answer {
    const undo = attack();
    const answer = home.verify("filesystem");
    undo();
    assert.equal(answer.status, 1, answer.text);
    assert.ok(answer.rules.includes(rule), `${rule} is among ${answer.rules.join(", ")}`);
    const restored = home.verify("filesystem");
    assert.deepEqual([restored.status, restored.rules], [0, []], restored.text);
    return answer;
  }

  test("an untouched tree of an exact version is verified without a finding", () => {
    const { status, rules, verdicts } = home.verify("filesystem");
    assert.deepEqual([status, rules, verdicts], [0, [], { filesystem: "verified" }]);
  });

  test("an untouched tree of a floating entry matches, and the next start is unknown", () => {
    const { status, rules, text } = home.verify("memory");
    assert.deepEqual([status, rules], [3, ["floating-launch"]]);
    assert.match(text, /^matches +memory/m);
  });

  test("a changed byte deep in a dependency is named, whatever its size and time say", () => {
    const file = home.tree("node_modules/zod/index.js");
    const { findings } = attacked(() => {
      const content = readFileSync(file);
      const { atime, mtime } = statSync(file);
      writeFileSync(file, Buffer.concat([Buffer.from(" "), content.subarray(1)]));
      utimesSync(file, atime, mtime);
      return () => writeFileSync(file, content);
    }, "modified-file");
    const finding = findings.at(0);
    assert.equal(finding?.location?.file, file);
    assert.match(
      `${finding.pinned} ${finding.observed}`,
      /^sha256:[0-9a-f]{64} sha256:[0-9a-f]{64}$/,
    );
  });

  test("an added file is named", () => {
    const file = home.tree("node_modules/zod/index.json");
    attacked(() => {
      writeFileSync(file, "{}");
      return () => unlinkSync(file);
    }, "added-file");
  });

  test("a replaced program link is named with what would run", () => {
    const link = home.tree("node_modules/.bin/mcp-server-filesystem");
    const { text } = attacked(() => {
      const target = readlinkSync(link);
      unlinkSync(link);
      symlinkSync("../zod/index.js", link);
      return () => {
        unlinkSync(link);
        symlinkSync(target, link);
      };
    }, "replaced-link");
    assert.match(text, /would run .*node_modules\/zod\/index\.js/);
  });

  test("an extra package is named", () => {
    const folder = home.tree("node_modules/left-behind");
    attacked(() => {
      mkdirSync(folder);
      writeFileSync(join(folder, "package.json"), '{"name":"left-behind","version":"1.0.0"}');
      return () => rmSync(folder, { recursive: true });
    }, "unaccounted-package");
  });

  test("a missing file is named", () => {
    const file = home.tree("node_modules/zod/package.json");
    attacked(() => {
      renameSync(file, `${home.folder}/aside`);
      return () => renameSync(`${home.folder}/aside`, file);
    }, "missing-file");
  });

  test("a package above the tree that a dependency would pick up is named", () => {
    const folder = join(home.folder, "node_modules/supports-color");
    attacked(() => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "index.js"), "");
      return () => rmSync(join(home.folder, "node_modules"), { recursive: true });
    }, "module-above-tree");
  });

  test("a package above the tree that nothing asks for is no finding", () => {
    const folder = join(home.folder, "node_modules/nobody-asks-for-this");
    mkdirSync(folder, { recursive: true });
    assert.equal(home.verify("filesystem").status, 0);
    rmSync(join(home.folder, "node_modules"), { recursive: true });
  });

  test("the program that was verified is the one that npx starts", () => {
    const file = home.tree("node_modules/@modelcontextprotocol/server-filesystem/dist/index.js");
    const mark = join(home.folder, "started");
    const content = readFileSync(file);
    appendFileSync(
      file,
      `\n(await import("node:fs")).writeFileSync(${JSON.stringify(mark)}, "");\n`,
    );
    home.npx("-y", EXACT, "/tmp");
    writeFileSync(file, content);
    assert.ok(lstatSync(mark).isFile());
    assert.equal(home.verify("filesystem").status, 0);
  });

  test("another tree, first seen now, is no alarm; a change in it is one", () => {
    const other = new LiveHome();
    try {
      // What the lockfiles pin is an older tree: as if it had been locked at another date.
      const pins = join(other.folder, "pins");
      cpSync(join(home.folder, ".config/pinfold/lockfiles"), pins, { recursive: true });
      cpSync(join(home.folder, ".npm/_npx"), join(other.folder, ".npm/_npx"), {
        recursive: true,
        verbatimSymlinks: true,
      });
      const zod = join(other.folder, ".npm/_npx/68b53d3fd47bf8db/node_modules/zod");
      const version = (
        JSON.parse(readFileSync(join(zod, "package.json"), "utf8")) as { version: string }
      ).version;
      const file = join(pins, "npm/@modelcontextprotocol+server-filesystem.json");
      other.configure({ filesystem: ["-y", EXACT, "/tmp"] });
      olderPin(file, "node_modules/zod", version);
      const first = other.verify("--lockfiles", pins);
      assert.equal(first.status, 3, first.text);
      assert.deepEqual(first.verdicts, { filesystem: "unlocked" });
      assert.ok(first.rules.includes("other-tree"));
      appendFileSync(join(zod, "index.js"), "\n");
      const second = other.verify("--lockfiles", pins);
      assert.equal(second.status, 1, second.text);
      assert.ok(second.rules.includes("modified-file"), second.text);
    } finally {
      other.remove();
    }
  });
});

/** Rewrites one pin to another version, as a lock of another date has it. */
function olderPin(file: string, path: string, version: string): void {
  const script = `
    import { readFileSync, writeFileSync } from "node:fs";
    import { formatLockfile, treeDigestOf } from ${JSON.stringify(join(CHECKOUT, "src/lockfile/format.ts"))};
    const lockfile = JSON.parse(readFileSync(${JSON.stringify(file)}, "utf8"));
    const pin = lockfile.packages[${JSON.stringify(path)}];
    pin.version = ${JSON.stringify(version)}.replace(/\\d+$/, (patch) => String(Number(patch) + 1));
    pin.files = "h1:" + "A".repeat(43) + "=";
    lockfile.tree = treeDigestOf(lockfile.packages);
    writeFileSync(${JSON.stringify(file)}, formatLockfile(lockfile));
  `;
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
}
