// The main job on a fresh machine: the servers that are configured here, or, where there are none,
// the example config in a home of its own: a real install by npx, lock, verify, and what a changed
// file looks like.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CHECKOUT = dirname(dirname(fileURLToPath(import.meta.url)));
const CLI = join(CHECKOUT, "dist/cli.js");
// Not below the checkout: Node would look for packages in the checkout's own node_modules.
const SCRATCH = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-demo-"));
const EXAMPLE = join(CHECKOUT, "examples/claude_desktop_config.json");
const INSTALL_LIMIT_MS = 240_000;

const env = withoutNpm(process.env);

try {
  if (hasServers()) process.exitCode = pinfold(["status"], homedir());
  else demonstrate();
} finally {
  rmSync(SCRATCH, { recursive: true, force: true });
}

function demonstrate(): void {
  say(
    "No MCP server is configured on this machine. This is what pinfold does, shown with two real",
  );
  say(`servers in a home of their own (${SCRATCH}).`);
  const config = join(SCRATCH, ".config/Claude/claude_desktop_config.json");
  mkdirSync(dirname(config), { recursive: true });
  cpSync(EXAMPLE, config);
  // The registry, proxy and certificates that npm is told about in this account hold here too.
  const npmrc = join(homedir(), ".npmrc");
  if (existsSync(npmrc)) symlinkSync(npmrc, join(SCRATCH, ".npmrc"));

  say("\n1. The client starts its servers once: npx installs them.");
  for (const args of commandLines()) install(args);

  say("\n2. pinfold pins what is installed: every file of every package.");
  pinfold(["lock", "--yes"], SCRATCH);

  say("\n3. verify compares every file on this disk with its pin, offline.");
  pinfold(["verify"], SCRATCH);

  const victim = anyDependencyFile();
  say("\n4. Somebody edits one file of a dependency; size and time stay the same.");
  const before = readFileSync(victim);
  const { atime, mtime } = statSync(victim);
  writeFileSync(victim, Buffer.from(before).fill(before[0] === 0x20 ? 0x0a : 0x20, 0, 1));
  utimesSync(victim, atime, mtime);
  const changed = pinfold(["verify", "filesystem"], SCRATCH);

  say("\n5. The file is put back.");
  writeFileSync(victim, before);
  const restored = pinfold(["verify", "filesystem"], SCRATCH);
  if (changed !== 1 || restored !== 0) {
    say(`\nThis is not what should have been seen (exit codes ${changed} and ${restored}).`);
    process.exitCode = 1;
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Runs the program as a user would, with the environment that npm did not touch. */
function pinfold(args: readonly string[], home: string): number {
  if (home === SCRATCH) say(`$ pinfold ${args.join(" ")}`);
  const { status, error } = spawnSync(process.execPath, [CLI, ...args], {
    env: inHome(home),
    cwd: home,
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  return status ?? 4;
}

/** Every server leaves when its standard input ends, which it does at once. */
function install(args: readonly string[]): void {
  say(`$ npx ${args.join(" ")}`);
  const { status, error, stderr } = spawnSync("npx", args, {
    env: inHome(SCRATCH),
    cwd: SCRATCH,
    stdio: ["ignore", "ignore", "pipe"],
    timeout: INSTALL_LIMIT_MS,
    encoding: "utf8",
  });
  if (error === undefined && status === 0) return;
  process.stderr.write(stderr);
  process.stderr.write(
    `npx ${args.join(" ")} did not work${error === undefined ? "" : `: ${error.message}`}\n`,
  );
  rmSync(SCRATCH, { recursive: true, force: true });
  process.exit(1);
}

function inHome(home: string): Record<string, string | undefined> {
  if (home !== SCRATCH) return env;
  const xdg = Object.fromEntries(
    Object.keys(env)
      .filter((name) => /^XDG_(?:CONFIG|STATE|DATA|CACHE)_HOME$/.test(name))
      .map((name) => [name, undefined]),
  );
  return { ...env, ...xdg, HOME: home };
}

function hasServers(): boolean {
  const { stdout } = spawnSync(process.execPath, [CLI, "list", "--json"], {
    env,
    cwd: homedir(),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const listed: unknown = JSON.parse(stdout);
  return (
    typeof listed === "object" &&
    listed !== null &&
    "servers" in listed &&
    Array.isArray(listed.servers) &&
    listed.servers.length > 0
  );
}

function commandLines(): string[][] {
  const { mcpServers } = JSON.parse(readFileSync(EXAMPLE, "utf8")) as {
    mcpServers: Record<string, { args: string[] }>;
  };
  return Object.values(mcpServers).map(({ args }) => args);
}

/** A file deep in a dependency, found the way verify reports it. */
function anyDependencyFile(): string {
  const { stdout } = spawnSync(
    "find",
    [join(SCRATCH, ".npm/_npx"), "-path", "*/node_modules/zod/index.js"],
    {
      encoding: "utf8",
    },
  );
  const server = "@modelcontextprotocol/server-filesystem";
  const file = stdout
    .split("\n")
    .find((path) => path !== "" && existsSync(join(dirname(path), "..", server)));
  if (file === undefined)
    throw new Error("the example server has no zod any more: choose another file");
  return file;
}

/**
 * Takes out what `npm start` adds to the environment: npm_* variables, and folders in front of PATH.
 * PATH is what pinfold judges.
 */
function withoutNpm(given: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const clean = Object.fromEntries(
    Object.entries(given).filter(
      ([name]) => !/^(?:npm_|INIT_CWD$|NODE$|COLOR$|EDITOR$)/.test(name),
    ),
  );
  const path = (given["PATH"] ?? "")
    .split(":")
    .filter((folder) => !isNpmsOwn(folder))
    .join(":");
  return { ...clean, PATH: path };
}

function isNpmsOwn(folder: string): boolean {
  if (folder.endsWith("/node-gyp-bin")) return true;
  const parent = folder.replace(/\/node_modules\/\.bin$/, "");
  return (
    parent !== folder && (CHECKOUT === parent || CHECKOUT.startsWith(`${parent}/`) || parent === "")
  );
}
