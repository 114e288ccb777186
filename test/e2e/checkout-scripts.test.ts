import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";

const SCRIPTS = join(import.meta.dirname, "..", "..", "scripts");

/** A folder that is gone after the test. */
class Scratch implements Disposable {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "pinfold-scripts-")));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  write(path: string, text: string, mode = 0o644): string {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }
}

/** A checkout that is set up, whose program tells how it was started. */
function checkoutThatTells(scratch: Scratch): string {
  const root = join(scratch.path, "check out");
  mkdirSync(join(root, "scripts", "runtime", "node_modules", ".bin"), { recursive: true });
  cpSync(join(SCRIPTS, "pinfold"), join(root, "scripts", "pinfold"));
  symlinkSync(process.execPath, join(root, "scripts", "runtime", "node_modules", ".bin", "node"));
  scratch.write("check out/scripts/setup", "exit 0\n");
  scratch.write(
    "check out/dist/cli.js",
    `const { readFileSync } = require("node:fs");
     const env = readFileSync("/proc/self/environ", "utf8").split("\\0").slice(0, -1);
     const input = readFileSync(0, "utf8");
     console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), env, input }));`,
  );
  return join(root, "scripts", "pinfold");
}

interface Told {
  readonly args: string[];
  readonly cwd: string;
  readonly env: string[];
  readonly input: string;
}

function start(script: string, cwd: string, env: Record<string, string>, ...args: string[]): Told {
  const { stdout, stderr } = spawnSync("/bin/sh", [script, ...args], {
    cwd,
    env,
    input: "in",
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return JSON.parse(stdout) as Told;
}

const onLinux = { skip: process.platform !== "linux" && "reads /proc" };

test("the command gets arguments, folder, input and environment as they were", onLinux, () => {
  using scratch = new Scratch();
  const script = checkoutThatTells(scratch);
  for (const env of [
    { A: "1", PATH: "/usr/bin:/bin" },
    {},
    { PATH: "/nowhere", PWD: "/stale", self: "mine", root: "mine", words: "mine", IFS: "x" },
    {
      PATH: "",
      "npm_config_@sea:registry": "http://sea.test",
      Q: `it's "$HOME" \`id\`\n\\second line`,
    },
  ]) {
    const told = start(script, scratch.path, env, "verify", "", "two words", "--json");
    assert.deepEqual(
      told.env.toSorted(),
      Object.entries(env)
        .map(([name, value]) => `${name}=${value}`)
        .toSorted(),
    );
    assert.deepEqual(told.args, ["verify", "", "two words", "--json"]);
    assert.equal(told.cwd, scratch.path);
    assert.equal(told.input, "in");
  }
});

test("the command is found through a link, and runs nothing from the judged PATH", onLinux, () => {
  using scratch = new Scratch();
  const script = checkoutThatTells(scratch);
  const link = join(scratch.path, "pinfold");
  symlinkSync(script, link);
  const seen = join(scratch.path, "seen");
  for (const name of [
    "sh",
    "env",
    "node",
    "npm",
    "npx",
    "sed",
    "tr",
    "readlink",
    "find",
    "dirname",
  ]) {
    scratch.write(`fake/${name}`, `#!/bin/sh\necho ${name} >> '${seen}'\nexit 1\n`, 0o755);
  }
  const env = { PATH: `${join(scratch.path, "fake")}${delimiter}/usr/bin${delimiter}/bin` };
  assert.deepEqual(start(link, scratch.path, env).env, [`PATH=${env.PATH}`]);
  assert.equal(existsSync(seen), false);
});

test("a set-up that fails is pinfold's own failure, not a verdict", () => {
  using scratch = new Scratch();
  const script = checkoutThatTells(scratch);
  scratch.write("check out/scripts/setup", "exit 1\n");
  assert.equal(spawnSync("/bin/sh", [script]).status, 4);
});

/** Runs shell lines after the parts of set-up that they use. */
function shell(lines: string, env: Record<string, string | undefined>, ...parts: string[]) {
  const sources = parts.map((part) => `. '${join(SCRIPTS, "lib", part)}'`).join("\n");
  return spawn("/bin/sh", ["-c", `set -eu\n${sources}\n${lines}`], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function outputOf(child: ReturnType<typeof shell>): Promise<string> {
  const output = child.stdout.setEncoding("utf8").toArray();
  await once(child, "close");
  return (await output).join("");
}

test("set-up finds a working Node and npm behind fake ones", async () => {
  using scratch = new Scratch();
  for (const name of ["node", "npm", "npx"]) {
    scratch.write(`fake/${name}`, "#!/bin/sh\necho 24\nexit 3\n", 0o755);
  }
  const outer = process.env["PATH"] ?? "";
  const env = { PATH: outer, outer_path: `${join(scratch.path, "fake")}:${outer}` };
  const lines = 'find_npm; echo "$outer_node"; "$outer_node" "$outer_npm" --version';
  const [node, version] = (await outputOf(shell(lines, env, "find-npm.sh"))).split("\n");
  assert.ok(node !== undefined && !node.startsWith(scratch.path), node);
  assert.match(version ?? "", /^\d+\.\d+\.\d+/);
});

test("set-up says clearly that there is no Node", async () => {
  const env = { PATH: process.env["PATH"], outer_path: "/nowhere" };
  assert.match(
    await outputOf(shell("find_npm", env, "find-npm.sh")),
    /needs Node\.js 18 or newer with npm on PATH/,
  );
});

test("options of an outer npm are cleaned away, the way to the registry stays", async () => {
  const env = {
    PATH: process.env["PATH"],
    npm_config_prefix: "/p",
    npm_config_dry_run: "true",
    NPM_CONFIG_CACHE: "/c",
    npm_package_name: "x",
    NODE_OPTIONS: "--no-warnings",
    npm_config_registry: "http://registry.test",
    npm_config_https_proxy: "http://proxy.test",
  };
  const left = (await outputOf(shell("env", env, "clean-env.sh"))).split("\n");
  assert.deepEqual(left.filter((line) => /^(npm|node)_/i.test(line)).toSorted(), [
    "npm_config_https_proxy=http://proxy.test",
    "npm_config_registry=http://registry.test",
  ]);
});

test("of several set-ups one works at a time, and a dead one's lock is broken", async () => {
  using scratch = new Scratch();
  const lock = join(scratch.path, "lock");
  const log = join(scratch.path, "log");
  const { pid } = spawnSync("true");
  scratch.write("lock/pid", `${pid}\n`);
  const lines = `take_lock '${lock}'; echo in >> '${log}'; sleep 0.2; echo out >> '${log}'`;
  const env = { PATH: process.env["PATH"] };
  await Promise.all([1, 2, 3].map(async () => outputOf(shell(lines, env, "lock.sh"))));
  assert.equal(readFileSync(log, "utf8"), "in\nout\n".repeat(3));
  assert.equal(existsSync(lock), false);
});
