import { spawnSync } from "node:child_process";
import { lstatSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { discover } from "../../src/clients/discover.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import type { ServerEntry } from "../../src/model/server.ts";
import { LivePythonHome } from "./live-python.ts";
import type { CommandLine } from "./real-client.ts";

export const PINFOLD = fileURLToPath(new URL("../../scripts/pinfold", import.meta.url));
const LIMIT_MS = 600_000;

/** A reference server: as people start it, and one call that needs no network but this machine's. */
export interface ReferenceServer {
  readonly name: string;
  readonly plain: CommandLine;
  readonly subject: string;
  readonly args: readonly string[];
  readonly call: readonly [tool: string, args: Readonly<Record<string, unknown>>];
}

/**
 * A home with the four reference servers of npm and the three of a Python index, each in the file of
 * another client and in another shape; nothing is locked yet.
 */
export class ReferenceHome implements Disposable {
  readonly live = new LivePythonHome();
  readonly nest = join(this.live.home, "nest");
  readonly servers: readonly ReferenceServer[];
  /** What is in each client's file, byte for byte. */
  readonly configs: Readonly<Record<string, string>>;

  /** @param page a page that the server `fetch` is to fetch */
  constructor(page: string) {
    const { home } = this.live;
    linkNpmrc(home);
    mkdirSync(this.nest);
    writeFileSync(join(this.nest, "egg.txt"), "an egg\n");
    this.live.run("git", "init", "--quiet", this.nest);
    this.servers = referenceServers(this.nest, page);
    this.configs = configsOf(this.nest);
    for (const [file, text] of Object.entries(this.configs))
      this.live.write(join(home, file), text);
  }

  [Symbol.dispose](): void {
    // Private copies are without the right to write.
    spawnSync("chmod", ["-R", "u+w", this.live.root]);
    this.live[Symbol.dispose]();
  }

  get env(): Record<string, string> {
    const { home, env } = this.live;
    return { ...(env as Record<string, string>), MEMORY_FILE_PATH: join(home, "memory.jsonl") };
  }

  /** The built command, as a user calls it. */
  pinfold(...args: readonly string[]) {
    return spawnSync("sh", [PINFOLD, ...args], {
      cwd: this.live.home,
      env: this.env,
      encoding: "utf8",
      timeout: LIMIT_MS,
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  server(name: string): ReferenceServer {
    const found = this.servers.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no server ${name}`);
    return found;
  }

  /** The entries of all clients as they stand in their files now. */
  entries(): readonly ServerEntry[] {
    const { home } = this.live;
    const facts = { platform: "linux", arch: "x64", env: {}, now: new Date() } as const;
    const options = { clients: CLIENTS, only: null, overrides: new Map<string, string>() };
    return discover(new NodeDisk(), { ...facts, home, cwd: home }, options).servers;
  }
}

function referenceServers(nest: string, page: string): readonly ReferenceServer[] {
  const thought = { thought: "caw", nextThoughtNeeded: false, thoughtNumber: 1, totalThoughts: 1 };
  const noon = { source_timezone: "UTC", time: "12:00", target_timezone: "Asia/Tokyo" };
  return [
    npx("filesystem", "server-filesystem", [nest], ["list_directory", { path: nest }]),
    npx("memory", "server-memory", [], ["read_graph", {}]),
    npx("everything", "server-everything", [], ["echo", { message: "caw" }]),
    npx("thinking", "server-sequential-thinking", [], ["sequentialthinking", thought]),
    uvx("fetch", "mcp-server-fetch", ["--ignore-robots-txt"], ["fetch", { url: page }]),
    uvx("git", "mcp-server-git", ["--repository", nest], ["git_status", { repo_path: nest }]),
    uvx("time", "mcp-server-time", ["--local-timezone=UTC"], ["convert_time", noon]),
  ];
}

type Call = ReferenceServer["call"];

function npx(name: string, short: string, args: readonly string[], call: Call): ReferenceServer {
  const spec = `@modelcontextprotocol/${short}`;
  const plain = { command: "npx", args: ["-y", spec, ...args] };
  return { name, plain, subject: `npm:${spec}`, args, call };
}

function uvx(name: string, spec: string, args: readonly string[], call: Call): ReferenceServer {
  const plain = { command: "uvx", args: [spec, ...args] };
  return { name, plain, subject: `pypi:${spec}`, args, call };
}

/** What people write: comments, tabs, CRLF, a byte order mark, trailing commas, command lists. */
function configsOf(nest: string): Readonly<Record<string, string>> {
  return {
    ".config/Claude/claude_desktop_config.json": `{"mcpServers":{"filesystem":{"command":"npx","args":["-y","@modelcontextprotocol/server-filesystem","${nest}"],"env":{"API_TOKEN":"hunter2"}}}}`,
    ".cursor/mcp.json":
      '{\r\n\t"mcpServers": {\r\n\t\t"memory": {\r\n\t\t\t"command": "npx",\r\n\t\t\t"args": [\r\n\t\t\t\t"-y",\r\n\t\t\t\t"@modelcontextprotocol/server-memory"\r\n\t\t\t]\r\n\t\t}\r\n\t}\r\n}\r\n',
    ".codex/config.toml":
      '# mine\nmodel = "large"\n\n[mcp_servers.everything] # all of it\ncommand = "npx"\nargs = ["-y", "@modelcontextprotocol/server-everything"] # stdio\n',
    ".config/opencode/opencode.json":
      '{\n  // opencode\n  "mcp": {\n    "thinking": { "type": "local", "command": ["npx", "-y", "@modelcontextprotocol/server-sequential-thinking"] },\n  }\n}\n',
    ".config/goose/config.yaml":
      "# goose\nextensions:\n  fetch: # web\n    type: stdio\n    cmd: uvx\n    args:\n      - mcp-server-fetch # python\n      - --ignore-robots-txt\n    enabled: true\n",
    ".config/zed/settings.json": `{ "context_servers": { "git": { "command": { "path": "uvx", "args": ["mcp-server-git", "--repository", "${nest}"] } } } }\n`,
    ".config/Code/User/mcp.json":
      '\uFEFF{\n  "servers": {\n    "time": { "command": "uvx", "args": ["mcp-server-time", /* tz */ "--local-timezone=UTC"] }\n  }\n}\n',
  };
}

/** Registry, proxy and certificates as this account has them. */
function linkNpmrc(home: string): void {
  const npmrc = join(homedir(), ".npmrc");
  if (lstatSync(npmrc, { throwIfNoEntry: false }))
    symlinkSync(realpathSync(npmrc), join(home, ".npmrc"));
}
