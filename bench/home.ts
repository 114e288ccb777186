import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { npxFolderName } from "../src/ecosystems/npm/npx-tree.ts";
import { type BenchServer, SERVERS } from "./servers.ts";

/** A home of the benchmark's own, filled once and used again. */
export interface BenchHome {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The folder of each server's installed tree, in the order of the servers. */
  readonly roots: readonly string[];
}

/** One server as `verify --json` reports it. */
export interface Judged {
  readonly name: string;
  readonly verdict: string | null;
  readonly checked: { readonly packages: number; readonly files: number; readonly bytes: number };
}

/** How npm reaches its registry on this machine is not ours to choose; all else is. */
const KEPT =
  /^(?:(?:npm_config_(?:registry|cafile|ca|strict_ssl|.*proxy))|https?_proxy|no_proxy|node_extra_ca_certs|lang|tmpdir)$/i;

/**
 * Outside of the checkout: a `node_modules` above the trees is where Node would look next, and
 * pinfold then searches every source file for names that it would find there.
 */
export function defaultFolder(): string {
  return join(tmpdir(), `pinfold-bench-${userInfo().uid}`);
}

export function benchHome(folder: string): BenchHome {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stats = lstatSync(folder);
  if (!stats.isDirectory() || (stats.mode & 0o022) !== 0 || stats.uid !== userInfo().uid)
    throw new Error(`${folder} is not a folder of yours alone: remove it, or name another one`);
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    // `npm run` puts folders of its own in front: they are not what a client has.
    .filter((entry) => !/node_modules[/\\](?:\.bin|@npmcli)|node-gyp-bin/.test(entry))
    .join(delimiter);
  return {
    folder,
    env: {
      ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""])),
      HOME: folder,
      PATH: path,
    },
    roots: SERVERS.map(({ spec }) => join(folder, ".npm", "_npx", npxFolderName([spec]))),
  };
}

/** Installs what is missing by the real npx and pins what has no pin. */
export function prepareHome(home: BenchHome, cli: string, say: (text: string) => void): void {
  writeConfig(home.folder, SERVERS);
  const isInstalled = (root: string | undefined) => existsSync(join(root ?? "", "node_modules"));
  for (const [index, { spec }] of SERVERS.entries()) {
    if (isInstalled(home.roots[index])) continue;
    say(`installing ${spec} by npx`);
    // Shares the folder of `npx SPEC` and starts `true` in place of the server.
    const install = spawnSync("npx", ["-y", "-p", spec, "true"], {
      cwd: home.folder,
      env: { ...home.env, npm_config_ignore_scripts: "true", npm_config_audit: "false" },
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (install.status !== 0 || !isInstalled(home.roots[index]))
      throw new Error(`npx could not install ${spec}`);
  }
  say("pinning what has no pin");
  const lock = spawnSync(process.execPath, [cli, "lock", "--yes"], {
    cwd: home.folder,
    env: home.env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (lock.status !== 0) throw new Error(`pinfold lock ended with ${lock.status}`);
}

/** What `verify` says of the servers now. */
export function judgedServers(home: BenchHome, cli: string): readonly Judged[] {
  const { stdout } = spawnSync(process.execPath, [cli, "verify", "--json"], {
    cwd: home.folder,
    env: home.env,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = JSON.parse(stdout) as { readonly servers: readonly Judged[] };
  return SERVERS.map(({ name }) => {
    const found = report.servers.find((server) => server.name === name);
    if (found === undefined) throw new Error(`verify does not report ${name}`);
    return found;
  });
}

function writeConfig(home: string, servers: readonly BenchServer[]): void {
  const file = join(home, ".config", "Claude", "claude_desktop_config.json");
  const mcpServers = Object.fromEntries(
    servers.map(({ name, spec, args = [] }) => [
      name,
      { command: "npx", args: ["-y", spec, ...args] },
    ]),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ mcpServers }, null, 2)}\n`);
}
