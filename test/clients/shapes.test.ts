import assert from "node:assert/strict";
import { test } from "node:test";

import type { ServerEntry } from "../../src/model/server.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { find, machineOf } from "./world.ts";

/** The one server that a client reads from one file. */
function only(client: string, path: string, text: unknown): ServerEntry {
  const content = typeof text === "string" ? text : JSON.stringify(text);
  const found = find(MemoryDisk.of({ [`/home/ada/${path}`]: content }), { only: client });
  const [server, ...others] = found.servers;
  assert.deepEqual([others, found.problems], [[], []]);
  assert.ok(server);
  return server;
}

test("opencode: the command is a list, the variables are an environment", () => {
  const entry = {
    type: "local",
    command: ["bun", "x", "server"],
    environment: { KEY: "1" },
    enabled: false,
  };
  const server = only("opencode", ".config/opencode/opencode.json", { mcp: { files: entry } });
  assert.equal(server.command, "bun");
  assert.deepEqual(server.args, ["x", "server"]);
  assert.deepEqual({ ...server.env }, { KEY: "1" });
  assert.ok(server.disabled);
});

test("opencode: version 2 has the servers one level deeper", () => {
  const mcp = { servers: { files: { type: "remote", url: "https://x.test", disabled: true } } };
  const server = only("opencode", ".config/opencode/opencode.json", { mcp });
  assert.deepEqual([server.name, server.url, server.disabled], ["files", "https://x.test", true]);
});

test("opencode: a server of version 1 may be named servers", () => {
  const mcp = { servers: { type: "local", command: ["npx"] } };
  assert.equal(only("opencode", ".config/opencode/opencode.json", { mcp }).name, "servers");
});

test("Zed: the older form keeps path, args and env in the command", () => {
  const entry = {
    command: { path: "npx", args: ["-y", "server"], env: { A: "1" } },
    enabled: false,
  };
  const server = only("zed", ".config/zed/settings.json", { context_servers: { files: entry } });
  assert.deepEqual([server.command, server.args], ["npx", ["-y", "server"]]);
  assert.ok(server.disabled);
});

test("Zed: an extension's server is a gap, not an entry", () => {
  const settings = { context_servers: { "mcp-server-github": { settings: {} } } };
  const disk = MemoryDisk.of({ "/home/ada/.config/zed/settings.json": JSON.stringify(settings) });
  const found = find(disk, { only: "zed" });
  assert.deepEqual(found.servers, []);
  assert.match(found.gaps.join(), /mcp-server-github/);
});

test("Codex: header names, switched off, no variable replaced", () => {
  const server = only(
    "codex",
    ".codex/config.toml",
    `[mcp_servers."my docs"]
url = "https://\${HOME}.test"
bearer_token_env_var = "TOKEN"
http_headers = { X-Team = "a" }
env_http_headers = { X-Key = "KEY" }
enabled = false
`,
  );
  assert.equal(server.name, "my docs");
  assert.equal(server.url, "https://${HOME}.test");
  assert.deepEqual(server.headers, ["X-Team", "X-Key", "Authorization"]);
  assert.ok(server.disabled);
});

test("Cline: the parts may be under transport, the switch beside it", () => {
  const entry = { transport: { type: "stdio", command: "npx", args: ["a"] }, disabled: true };
  const path = ".cline/data/settings/cline_mcp_settings.json";
  const server = only("cline", path, { mcpServers: { files: entry } });
  assert.deepEqual([server.command, server.args, server.disabled], ["npx", ["a"], true]);
});

test("Continue: a file may be one server, named by itself or by the file", () => {
  const server = only("continue", ".continue/mcpServers/files.json", { command: "npx" });
  assert.equal(server.name, "files");
});

test("Continue: a block of the hub is a gap", () => {
  const text = "mcpServers:\n  - uses: owner/block\n  - name: own\n    command: npx\n";
  const found = find(MemoryDisk.of({ "/home/ada/.continue/config.yaml": text }), {
    only: "continue",
  });
  assert.deepEqual(
    found.servers.map(({ name }) => name),
    ["own"],
  );
  assert.match(found.gaps.join(), /owner\/block/);
});

test("Goose: what is built in is no server; code in the file is one that is not understood", () => {
  const text = `extensions:
  developer: { type: builtin, enabled: true }
  inline: { type: inline_python, code: "print(1)", enabled: true }
`;
  const server = only("goose", ".config/goose/config.yaml", text);
  assert.equal(server.name, "inline");
  assert.match(server.problem ?? "", /Python/);
});

test("Windsurf: serverUrl; Gemini: httpUrl", () => {
  const at = (name: string): unknown => ({ mcpServers: { files: { [name]: "https://x.test" } } });
  const path = ".codeium/windsurf/mcp_config.json";
  assert.equal(only("windsurf", path, at("serverUrl")).url, "https://x.test");
  assert.equal(only("gemini-cli", ".gemini/settings.json", at("httpUrl")).url, "https://x.test");
});

test("VS Code: variables may be numbers, the file is named for more", () => {
  const entry = {
    command: "npx",
    env: { PORT: 3000, NONE: null },
    envFile: "${workspaceFolder}/.env",
  };
  const server = only("vscode", "shop/.vscode/mcp.json", { servers: { files: entry }, inputs: [] });
  assert.deepEqual({ ...server.env }, { PORT: "3000" });
  assert.equal(server.envFile, "/home/ada/shop/.env");
  assert.equal(server.problem, null);
});

test("commands that a client runs for a remote entry are said", () => {
  const remote = { type: "http", url: "https://x.test", headersHelper: "~/bin/token" };
  const claude = only("claude-code", ".claude.json", { mcpServers: { files: remote } });
  assert.deepEqual(claude.executes, ["~/bin/token"]);
  const headers = { Authorization: "Bearer $(cat token)" };
  const mcp = { files: { type: "http", url: "https://x.test", headers } };
  const crush = only("crush", ".config/crush/crush.json", { mcp });
  assert.deepEqual(crush.executes, ["Bearer $(cat token)"]);
  assert.deepEqual(crush.headers, ["Authorization"]);
});

test("a client without a switch starts the server whatever the entry says", () => {
  const entry = { command: "npx", disabled: true };
  const path = ".config/Claude/claude_desktop_config.json";
  assert.ok(!only("claude-desktop", path, { mcpServers: { files: entry } }).disabled);
  assert.ok(only("kiro", ".kiro/settings/mcp.json", { mcpServers: { files: entry } }).disabled);
});

test("what is half understood is not understood", () => {
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [{ command: 7 }, /"command" is a number, a text is expected/],
    [{ command: "npx", args: "-y" }, /"args" is a text, a list of texts is expected/],
    [{ command: "npx", args: ["a", 1] }, /"args" has a number at place 2/],
    [{ command: "npx", env: { A: 1 } }, /"env.A" is a number/],
    [{ command: "npx", cwd: [] }, /"cwd" is a list/],
    [{ command: " " }, /"command" is empty/],
    [{ command: "npx", url: "https://x.test" }, /both/],
    [{}, /neither "command" nor "url"/],
    ["npx", /it is a text, an object is expected/],
  ];
  for (const [entry, problem] of cases) {
    const server = only("cursor", ".cursor/mcp.json", { mcpServers: { files: entry } });
    assert.match(server.problem ?? "", problem);
  }
});

test("a server or variable may be named like a part of every object", () => {
  const text = '{"mcpServers":{"__proto__":{"command":"npx","env":{"__proto__":"x"}}}}';
  const server = only("cursor", ".cursor/mcp.json", text);
  assert.equal(server.name, "__proto__");
  assert.deepEqual(Object.keys(server.env), ["__proto__"]);
});

test("variables: what is certain is replaced, the rest stays as written", () => {
  const entry = {
    command: "${userHome}/bin/run",
    args: ["${workspaceFolder}", "${env:TOKEN}", "${input:key}", "${env:HOME}"],
  };
  const servers = { files: entry };
  const user = only("cursor", ".cursor/mcp.json", { mcpServers: servers });
  assert.deepEqual(
    [user.command, ...user.args],
    ["/home/ada/bin/run", "${workspaceFolder}", "${env:TOKEN}", "${input:key}", "/home/ada"],
  );
  const project = only("cursor", "shop/.cursor/mcp.json", { mcpServers: servers });
  assert.equal(project.args[0], "/home/ada/shop");
});

test("variables: what a value brings in is text", () => {
  const machine = machineOf("linux", { home: "/home/${workspaceFolder}", cwd: "/srv/shop" });
  const text = JSON.stringify({ mcpServers: { files: { command: "${userHome}/x" } } });
  const disk = MemoryDisk.of({ "/srv/shop/.cursor/mcp.json": text });
  const [server] = find(disk, { only: "cursor" }, machine).servers;
  assert.equal(server?.command, "/home/${workspaceFolder}/x");
});

test("variables: Windows has no HOME", () => {
  const text = JSON.stringify({
    mcpServers: { files: { command: "npx", args: ["${HOME}", "${USERPROFILE}"] } },
  });
  const disk = MemoryDisk.of({ "C:/Users/ada/.claude.json": text });
  const [server] = find(disk, { only: "claude-code" }, machineOf("win32")).servers;
  assert.deepEqual(server?.args, ["${HOME}", "C:\\Users\\ada"]);
});
