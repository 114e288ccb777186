import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { suite, test } from "node:test";

import { CLI } from "../support/built-cli.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

const SECRET = `ghp_${"Zm9v".repeat(9)}`;

/** Two servers without the comma between them; tabs, a line end of Windows and no last line end. */
const MISSING_COMMA = `{
  "mcpServers": {
\t"github": {"command":"sh", "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "${SECRET}" }}\r
    "memory": { "command": "sh", "args": ["-c", "true é"] }
  }
}`;
const TRAILING_COMMA = `\uFEFF{ "mcpServers": { "github": { "command": "sh", "args": ["-c", "a,}",], }, }, }\n`;

class Home implements Disposable {
  readonly root = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-doctor-"));
  readonly file = join(this.root, ".config/Claude/claude_desktop_config.json");
  readonly edits = join(this.root, ".local/state/pinfold/edits");

  constructor(content: string) {
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, content);
    chmodSync(this.file, 0o640);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  get text(): string {
    return readFileSync(this.file, "utf8");
  }

  doctor(...args: readonly string[]) {
    return this.pinfold("doctor", ...args);
  }

  pinfold(...args: readonly string[]) {
    return spawnSync(process.execPath, [CLI, ...args], {
      cwd: this.root,
      env: { HOME: this.root, PATH: "/usr/bin:/bin" },
      encoding: "utf8",
    });
  }
}

/** Everything below a folder, with its mode. */
function modesBelow(folder: string): readonly (readonly [string, number])[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => [
    name,
    statSync(join(folder, name)).mode & 0o777,
  ]);
}

suite("doctor --fix on a real disk", posix, () => {
  const broken = [
    ["a missing comma", MISSING_COMMA, MISSING_COMMA.replace("}}\r", "}},\r")],
    [
      "trailing commas and a byte order mark",
      TRAILING_COMMA,
      '{ "mcpServers": { "github": { "command": "sh", "args": ["-c", "a,}"] } } }\n',
    ],
  ] as const;
  for (const [what, before, after] of broken)
    test(`${what}: the strict reader takes it, every other byte is as it was, and so is the backup`, () => {
      using home = new Home(before);
      const { status, stdout, stderr } = home.doctor("--fix", "--yes", "--json");
      assert.equal(home.text, after, stderr);
      JSON.parse(home.text);
      assert.equal(statSync(home.file).mode & 0o777, 0o640);
      assert.doesNotMatch(stdout + stderr, new RegExp(SECRET));
      const { mended, findings } = JSON.parse(stdout) as {
        mended: { outcome: string; backup: string }[];
        findings: { ruleId: string }[];
      };
      assert.deepEqual(
        mended.map(({ outcome }) => outcome),
        ["mended"],
      );
      assert.equal(readFileSync(mended[0]?.backup ?? "", "utf8"), before);
      assert.deepEqual(
        findings.map(({ ruleId }) => ruleId),
        before === MISSING_COMMA ? ["plain-secret"] : [],
      );
      assert.equal(status, before === MISSING_COMMA ? 1 : 0);
      for (const [name, mode] of modesBelow(home.edits)) assert.equal(mode & 0o077, 0, name);
      const { stdout: log } = home.pinfold("log", "--json", "--event", "config-mended");
      assert.equal((JSON.parse(log) as { records: object[] }).records.length, 1);
      assert.doesNotMatch(log, new RegExp(SECRET));
      const again = home.doctor("--fix", "--yes");
      assert.match(again.stdout, /nothing can be mended without guessing/);
      assert.equal(home.text, after);
    });

  test("what is ambiguous stays, and nothing is written anywhere", () => {
    for (const text of [
      '{ "mcpServers": { "a": { "command": "sh" } // mine\n} }\n',
      '{ "mcpServers": { "a": { "command": "sh" }, "a": { "command": "sh" } } }\n',
      '{ "mcpServers": { "a": { "command": "sh", "args": ["x\n"] } } }\n',
      '{ "mcpServers": { "a": { "command": "sh",, "b": "c" } // mine\n} }\n',
      '{ "mcpServers": { "a": { "command": "sh" }\n',
    ]) {
      using home = new Home(text);
      const { status, stdout } = home.doctor("--fix", "--yes");
      assert.match(stdout, /^nothing can be mended without guessing/);
      assert.equal(status, 1, stdout);
      assert.equal(home.text, text);
      assert.deepEqual(readdirSync(home.root), [".config"]);
    }
  });

  test("without a terminal and without --yes nothing is written", () => {
    using home = new Home(MISSING_COMMA);
    for (const args of [["--fix"], ["--fix", "--json"]])
      assert.equal(home.doctor(...args).status, 2);
    assert.equal(home.text, MISSING_COMMA);
    assert.deepEqual(readdirSync(home.root), [".config"]);
  });

  test("a file behind a link is mended there, and the link stays", () => {
    using home = new Home("{}");
    const real = join(home.root, "dotfiles/claude.json");
    mkdirSync(dirname(real));
    writeFileSync(real, MISSING_COMMA);
    rmSync(home.file);
    symlinkSync(real, home.file);
    const { stdout } = home.doctor("--fix", "--yes");
    assert.ok(stdout.includes("dotfiles/claude.json"), stdout);
    assert.ok(lstatSync(home.file).isSymbolicLink());
    assert.equal(readFileSync(real, "utf8"), MISSING_COMMA.replace("}}\r", "}},\r"));
  });

  test("a file that may not be written is left, with a reason", () => {
    if (process.getuid?.() === 0) return;
    using home = new Home(MISSING_COMMA);
    chmodSync(dirname(home.file), 0o500);
    try {
      const { stderr } = home.doctor("--fix", "--yes");
      assert.match(stderr, /^pinfold: .+\npinfold: hint: /);
    } finally {
      chmodSync(dirname(home.file), 0o700);
    }
    assert.equal(home.text, MISSING_COMMA);
  });

  test("only the file of the named server is mended", () => {
    using home = new Home(MISSING_COMMA);
    const cursor = join(home.root, ".cursor/mcp.json");
    mkdirSync(dirname(cursor));
    writeFileSync(cursor, TRAILING_COMMA);
    home.doctor("--fix", "--yes", "memory");
    assert.notEqual(home.text, MISSING_COMMA);
    assert.equal(readFileSync(cursor, "utf8"), TRAILING_COMMA);
  });
});

test("doctor is told nonsense, and says so with 2", () => {
  using home = new Home(MISSING_COMMA);
  for (const args of [
    ["--handshake", "--yes", "--timeout", "0"],
    ["--handshake", "--yes", "--timeout", "soon"],
    ["--timeout", "9"],
    ["--online"],
    ["nobody"],
  ])
    assert.equal(home.doctor(...args).status, 2, args.join(" "));
  assert.equal(home.text, MISSING_COMMA);
});
