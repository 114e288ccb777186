import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { discover } from "../../src/clients/discover.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import type { ServerEntry } from "../../src/model/server.ts";

const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const LOCK_LIMIT_MS = 600_000;
const COMMAND_LIMIT_MS = 300_000;

/** The seven reference servers, each in the file of another client and in another shape. */
const CONFIGS = (home: string): Readonly<Record<string, string>> => ({
  ".config/Claude/claude_desktop_config.json": `{"mcpServers":{"filesystem":{"command":"npx","args":["-y","@modelcontextprotocol/server-filesystem","${home}/notes"],"env":{"API_TOKEN":"hunter2"}}}}`,
  ".cursor/mcp.json":
    '{\r\n\t"mcpServers": {\r\n\t\t"memory": {\r\n\t\t\t"command": "npx",\r\n\t\t\t"args": [\r\n\t\t\t\t"-y",\r\n\t\t\t\t"@modelcontextprotocol/server-memory"\r\n\t\t\t]\r\n\t\t}\r\n\t}\r\n}\r\n',
  ".codex/config.toml":
    '# mine\nmodel = "large"\n\n[mcp_servers.everything] # all of it\ncommand = "npx"\nargs = ["-y", "@modelcontextprotocol/server-everything"] # stdio\n',
  ".config/opencode/opencode.json":
    '{\n  // opencode\n  "mcp": {\n    "thinking": { "type": "local", "command": ["npx", "-y", "@modelcontextprotocol/server-sequential-thinking"] },\n  }\n}\n',
  ".config/goose/config.yaml":
    "# goose\nextensions:\n  fetch: # web\n    type: stdio\n    cmd: uvx\n    args:\n      - mcp-server-fetch # python\n    enabled: true\n",
  ".config/zed/settings.json": `{ "context_servers": { "git": { "command": { "path": "uvx", "args": ["mcp-server-git", "--repository", "${home}/notes"] } } } }\n`,
  ".config/Code/User/mcp.json":
    '\uFEFF{\n  "servers": {\n    "time": { "command": "uvx", "args": ["mcp-server-time", /* tz */ "--local-timezone=UTC"] }\n  }\n}\n',
});

const SERVERS = ["everything", "fetch", "filesystem", "git", "memory", "thinking", "time"];

/** Without a network, where the system lets us: a namespace of its own has none. */
const OFFLINE: readonly string[] =
  ([["unshare", "--net"], ["unshare", "--map-root-user", "--net"], []] as const).find(
    ([command, ...args]) =>
      command === undefined || spawnSync(command, [...args, "true"]).status === 0,
  ) ?? [];

class LiveHome {
  readonly folder = mkdtempSync(join(realpathSync(tmpdir()), "pinfold-harden-"));

  constructor() {
    const npmrc = join(homedir(), ".npmrc");
    if (lstatSync(npmrc, { throwIfNoEntry: false }))
      symlinkSync(npmrc, join(this.folder, ".npmrc"));
    mkdirSync(join(this.folder, "notes"));
    spawnSync("git", ["init", "--quiet", join(this.folder, "notes")]);
    for (const [file, text] of Object.entries(CONFIGS(this.folder))) {
      mkdirSync(dirname(join(this.folder, file)), { recursive: true });
      writeFileSync(join(this.folder, file), text);
    }
  }

  get env(): Record<string, string> {
    const foreign = /^(?:XDG_.*_HOME|npm_.*|INIT_CWD|NODE)$/;
    const env = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    return { ...(Object.fromEntries(env) as Record<string, string>), HOME: this.folder };
  }

  pinfold(limit: number, ...args: readonly string[]) {
    return spawnSync(join(CHECKOUT, "scripts/pinfold"), args, {
      cwd: this.folder,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: limit,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  entries(): readonly ServerEntry[] {
    const facts = { platform: "linux", arch: "x64", env: {}, now: new Date() } as const;
    const machine = { ...facts, home: this.folder, cwd: this.folder };
    const options = { clients: CLIENTS, only: null, overrides: new Map<string, string>() };
    return discover(new NodeDisk(), machine, options).servers;
  }

  remove(): void {
    // Private copies are without the right to write.
    spawnSync("chmod", ["-R", "u+w", this.folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

suite("clients that were hardened", { skip: process.platform !== "linux" }, () => {
  let home: LiveHome;

  before(
    () => {
      home = new LiveHome();
      const locked = home.pinfold(LOCK_LIMIT_MS, "lock", "--yes");
      assert.equal(locked.status, 0, locked.stderr);
      const hardened = home.pinfold(COMMAND_LIMIT_MS, "harden", "--yes");
      assert.equal(hardened.status, 0, hardened.stderr);
      assert.doesNotMatch(hardened.stdout, /hunter2/);
    },
    { timeout: LOCK_LIMIT_MS + COMMAND_LIMIT_MS },
  );
  after(() => home.remove());

  test("all seven are verified", () => {
    const { status, stdout } = home.pinfold(COMMAND_LIMIT_MS, "verify", "--json");
    const { servers } = JSON.parse(stdout) as { servers: { name: string; verdict: string }[] };
    const verified = servers.filter(({ verdict }) => verdict === "verified");
    assert.deepEqual(verified.map(({ name }) => name).toSorted(), SERVERS, stdout);
    assert.equal(status, 0);
  });

  for (const name of SERVERS)
    test(`${name} answers a real client${OFFLINE.length > 0 ? ", without a network" : ""}`, async () => {
      const entry = home.entries().find((one) => one.name === name);
      assert.ok(entry !== undefined && entry.command !== null);
      const [command = "", ...args] = [...OFFLINE, entry.command, ...entry.args];
      const env = { HOME: home.folder, PATH: "/usr/bin:/bin", ...entry.env };
      const transport = new StdioClientTransport({
        command,
        args,
        env,
        cwd: "/",
        stderr: "ignore",
      });
      const client = new Client({ name: "pinfold-test", version: "1.0.0" });
      try {
        await client.connect(transport);
        const { tools } = await client.listTools();
        assert.ok(tools.length > 0);
      } finally {
        await client.close();
      }
    });

  test("undone, every file has the bytes that it had", () => {
    const { status, stderr } = home.pinfold(COMMAND_LIMIT_MS, "harden", "--undo", "--yes");
    assert.equal(status, 0, stderr);
    for (const [file, text] of Object.entries(CONFIGS(home.folder)))
      assert.equal(readFileSync(join(home.folder, file), "utf8"), text, file);
  });
});
