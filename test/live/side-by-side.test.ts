import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { after, before, suite, test } from "node:test";

import { type Entry, SERVER, SideBySide } from "../support/side-by-side.ts";

const isHere = process.platform === "linux" && process.arch === "x64";
const options = {
  skip: isHere ? false : "the registry has these tools for Linux on x64 only",
  timeout: 1_200_000,
};

suite("real Nodes, npms and a version manager side by side", options, () => {
  let side: SideBySide;
  before(() => {
    side = new SideBySide();
    const path = `${join(side.nvm24, "bin")}:/usr/bin:/bin`;
    side.run(path, "npx", "-y", "-p", SERVER, "true");
    const { status, stdout, stderr } = side.pinfold("lock", "--yes");
    assert.equal(status, 0, stdout + stderr);
  });
  after(() => side.remove());

  function assertQuiet(...servers: readonly string[]): void {
    const { status, rules, verdicts, text } = side.verify(...servers);
    assert.deepEqual([status, rules], [0, []], text);
    assert.deepEqual([...new Set(Object.values(verdicts))], ["verified"], text);
  }

  test("untouched they give no error and no warning", () => {
    assertQuiet();
  });

  test("a day's work gives none either", () => {
    const bin = join(side.nvm24, "bin");
    const path = `${bin}:/usr/bin:/bin`;
    side.run(
      path,
      "npm",
      "install",
      "-g",
      "is-odd@3.0.1",
      "semver@7.7.2",
      "--no-audit",
      "--no-fund",
    );
    side.run(path, "npx", "-y", "-p", SERVER, "true");
    side.run(`${side.at(".local/bin")}:/usr/bin:/bin`, "mise", "reshim");
    side.run(`${side.at(".local/share/mise/shims")}:/usr/bin:/bin`, "npx", "--version");
    writeFileSync(side.at("work/.npmrc"), "fund=false\nloglevel=error\n");
    assertQuiet();
  });

  const harmless: readonly (readonly [what: string, change: (entry: Entry) => Entry])[] = [
    [
      "a later candidate",
      ({ env, ...entry }) => ({
        ...entry,
        env: withPath(env, (path) => `${path}:${side.at("later")}`),
      }),
    ],
    [
      "an empty last entry",
      ({ env, ...entry }) => ({ ...entry, env: withPath(env, (path) => `${path}:`) }),
    ],
    ["a rotated token", ({ env, ...entry }) => ({ ...entry, env: { ...env, TOKEN: "two" } })],
  ];
  for (const [what, change] of harmless)
    test(`${what} is no error`, () => {
      mkdirSync(side.at("later"), { recursive: true });
      copyFileSync("/bin/true", side.at("later/npx"));
      const { nvm24 } = side.servers;
      assert.ok(nvm24);
      side.configure({ ...side.servers, nvm24: change(nvm24) });
      const { status, rules, text } = side.verify("nvm24");
      side.configure(side.servers);
      assert.equal(status, 0, text);
      assert.deepEqual(
        rules.filter((rule) => rule.startsWith("error")),
        [],
      );
    });

  test("white space, and folders of the names in front, are nothing", () => {
    for (const name of ["npx", "node"]) mkdirSync(side.at(`bin/${name}`));
    side.configure(side.servers, 7);
    assertQuiet();
    side.configure(side.servers);
    for (const name of ["npx", "node"]) rmSync(side.at(`bin/${name}`), { recursive: true });
  });

  interface Attack {
    readonly what: string;
    readonly rule: string;
    /** What the text has to say. */
    readonly says: RegExp;
    readonly server?: string;
    /** Does it, and answers how it is undone. */
    readonly attack: () => () => void;
  }

  const attacks: readonly Attack[] = [
    {
      what: "a fake npx before the real one",
      rule: "error shadowed-launcher",
      says: /would run ~\/bin\/npx/,
      attack: () => added("bin/npx", "#!/bin/sh\n"),
    },
    {
      what: "a fake node before the real one",
      rule: "error shadowed-interpreter",
      says: /would run ~\/bin\/node/,
      attack: () => added("bin/node", readFileSync("/bin/true")),
    },
    {
      what: "a fake npx before mise's shim",
      rule: "error shadowed-launcher",
      says: /would run ~\/bin\/npx/,
      server: "mise",
      attack: () => added("bin/npx", "#!/bin/sh\n"),
    },
    {
      what: "a middle link that leads to equal bytes",
      rule: "error changed-launcher",
      says: /would run ~\/elsewhere\/lib\/node_modules\/npm/,
      server: "brew",
      attack: () => {
        const link = side.at("brew/bin/npx");
        cpSync(side.cellar, side.at("elsewhere"), { recursive: true, verbatimSymlinks: true });
        relink(link, "../../elsewhere/bin/npx");
        return () => {
          relink(link, "../Cellar/node/24.21.0/bin/npx");
          rmSync(side.at("elsewhere"), { recursive: true });
        };
      },
    },
    {
      what: "an edit of the same size and time",
      rule: "error changed-launcher",
      says: /npx-cli\.js/,
      attack: () =>
        edited("lib/node_modules/npm/bin/npx-cli.js", (text) => text.replace("process", "procesz")),
    },
    {
      what: "one edited file of npm's own code",
      rule: "error changed-launcher-code",
      says: /npm\/lib\/npm\.js/,
      attack: () => edited("lib/node_modules/npm/lib/npm.js", (text) => `${text}// more\n`),
    },
    {
      what: "a changed node behind an unchanged npx",
      rule: "error changed-interpreter",
      says: /v24\.21\.0\/bin\/node/,
      attack: () => {
        const file = join(side.nvm24, "bin/node");
        const kept = moved(file);
        copyFileSync("/bin/true", file);
        return kept;
      },
    },
    {
      what: "a FIFO in place of node",
      rule: "error launcher-not-a-file",
      says: /is not a regular file/,
      attack: () => {
        const kept = moved(join(side.nvm24, "bin/node"));
        execFileSync("mkfifo", ["-m", "755", join(side.nvm24, "bin/node")]);
        return kept;
      },
    },
    {
      what: "a setuid bit",
      rule: "error setuid-program",
      says: /would run ~\/\.nvm|has the setuid bit/,
      attack: () => withMode(join(side.nvm24, "bin/node"), 0o4755),
    },
    {
      what: "a folder of the chain that everybody can write to",
      rule: "error writable-launcher",
      says: /would run whatever everybody put there/,
      attack: () => withMode(join(side.nvm24, "bin"), 0o777),
    },
    {
      what: "a poisoned variable",
      rule: "error injected-environment",
      says: /would run \/tmp\/x\.js/,
      attack: () =>
        configured(({ env, ...entry }) => ({
          ...entry,
          env: { ...env, NODE_OPTIONS: "--require /tmp/x.js" },
        })),
    },
    {
      what: "a project's .npmrc with script-shell",
      rule: "error npm-setting",
      says: /would run \/tmp\/shell/,
      attack: () => added("work/.npmrc", "script-shell=/tmp/shell\n"),
    },
    {
      what: "a .bin in a folder above",
      rule: "error preferred-local-program",
      says: /node_modules\/\.bin\/node/,
      attack: () => added("node_modules/.bin/node", "#!/bin/sh\n"),
    },
    {
      what: "another server under the name",
      rule: "error changed-server",
      says: /now it starts npm:@evil\/server/,
      attack: () => configured((entry) => ({ ...entry, args: ["-y", "@evil/server@1.0.0"] })),
    },
    {
      what: "an exact version that floats",
      rule: "error loosened-version",
      says: /whichever version is newest at the next start/,
      attack: () =>
        configured((entry) => ({ ...entry, args: ["-y", SERVER.replace(/@[\d.]+$/, "")] })),
    },
    {
      what: "variables that mise gives to what its shims start",
      rule: "warning uncovered-code",
      says: /sets NODE_OPTIONS/,
      server: "mise",
      attack: () => added("work/mise.toml", '[env]\nNODE_OPTIONS = "--require /tmp/x.js"\n'),
    },
  ];

  for (const { what, rule, says, server = "nvm24", attack } of attacks)
    test(`${what} is named`, () => {
      const undo = attack();
      const { status, rules, text } = side.verify(server);
      undo();
      assert.equal(status, rule.startsWith("error") ? 1 : 3, text);
      assert.ok(rules.includes(rule), `${rule} is among ${rules.join(", ")}`);
      assert.match(text, says);
      assertQuiet(server);
    });

  function withPath(env: Entry["env"], change: (path: string) => string): Entry["env"] {
    return { ...env, PATH: change(env["PATH"] ?? "") };
  }

  function configured(change: (entry: Entry) => Entry): () => void {
    const { nvm24 } = side.servers;
    assert.ok(nvm24);
    side.configure({ ...side.servers, nvm24: change(nvm24) });
    return () => side.configure(side.servers);
  }

  function added(path: string, content: string | Uint8Array): () => void {
    const file = side.at(path);
    const kept =
      statSync(file, { throwIfNoEntry: false }) === undefined ? null : readFileSync(file);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o755 });
    return () => (kept === null ? rmSync(file) : writeFileSync(file, kept));
  }

  function edited(path: string, change: (text: string) => string): () => void {
    const file = join(side.nvm24, path);
    const text = readFileSync(file, "utf8");
    const { atime, mtime } = statSync(file);
    writeFileSync(file, change(text));
    utimesSync(file, atime, mtime);
    return () => writeFileSync(file, text);
  }

  function moved(file: string): () => void {
    renameSync(file, `${file}.kept`);
    return () => {
      rmSync(file);
      renameSync(`${file}.kept`, file);
    };
  }

  function withMode(path: string, mode: number): () => void {
    chmodSync(path, mode);
    return () => chmodSync(path, 0o755);
  }

  function relink(link: string, target: string): void {
    rmSync(link);
    symlinkSync(target, link);
  }
});
