import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryDisk } from "../support/memory-disk.ts";
import { find, machineOf } from "./world.ts";

const config = (servers: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    mcpServers: Object.fromEntries(
      Object.entries(servers).map(([name, command]) => [name, { command }]),
    ),
  });

const CODE = "/home/ada/.config/Code/User";

test("an older place gives way to the newer one, by name", () => {
  const disk = MemoryDisk.of({
    "/home/ada/.cline/data/settings/cline_mcp_settings.json": config({ a: "new" }),
    [`${CODE}/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json`]: config({
      a: "old",
      b: "old",
    }),
  });
  const { servers } = find(disk, { only: "cline" });
  assert.deepEqual(
    servers.map(({ id, command }) => [id, command]),
    [
      ["cline/a", "new"],
      ["cline/b", "old"],
    ],
  );
});

test("Windows: the installer's Claude Desktop before the older one", () => {
  const disk = MemoryDisk.of({
    "C:/Users/ada/AppData/Local/Packages/Claude_pzs8/LocalCache/Roaming/Claude/claude_desktop_config.json":
      config({ a: "new" }),
    "C:/Users/ada/AppData/Roaming/Claude/claude_desktop_config.json": config({ a: "old" }),
  });
  const { servers } = find(disk, { only: "claude-desktop" }, machineOf("win32"));
  assert.deepEqual(
    servers.map(({ command }) => command),
    ["new"],
  );
});

test("profiles: the same entry is one, another one of the name is another", () => {
  const servers = (command: string): string => JSON.stringify({ servers: { a: { command } } });
  const disk = MemoryDisk.of({
    [`${CODE}/mcp.json`]: servers("npx"),
    [`${CODE}/profiles/1f/mcp.json`]: servers("npx"),
    [`${CODE}/profiles/2e/mcp.json`]: servers("evil"),
  });
  assert.deepEqual(
    find(disk, { only: "vscode" }).servers.map(({ id, command }) => [id, command]),
    [
      ["vscode/a", "npx"],
      ["vscode@2e/a", "evil"],
    ],
  );
});

test("an entry that is on is not hidden by the same one that is off", () => {
  const entry = (disabled: boolean): string =>
    JSON.stringify({ mcpServers: { a: { command: "npx", disabled } } });
  const disk = MemoryDisk.of({
    "/home/ada/.kiro/agents/one.json": entry(true),
    "/home/ada/.kiro/agents/two.json": entry(false),
  });
  const { servers } = find(disk, { only: "kiro" });
  assert.deepEqual(
    servers.map(({ disabled }) => disabled),
    [true, false],
  );
});

test("a managed file of Claude Code loads alone", () => {
  const disk = MemoryDisk.of({
    "/etc/claude-code/managed-mcp.json": config({ ours: "npx" }),
    "/home/ada/.claude.json": config({ mine: "npx" }),
    "/home/ada/shop/.mcp.json": config({ theirs: "npx" }),
    "/home/ada/.claude/plugins/cache/m/p/.mcp.json": config({ plugin: "npx" }),
  });
  const { servers } = find(disk, { only: "claude-code" });
  assert.deepEqual(
    servers.filter(({ disabled }) => !disabled).map(({ id }) => id),
    ["claude-code/ours"],
  );
  assert.equal(servers.length, 4);
  assert.equal(servers[0]?.disabledBy, "/etc/claude-code/managed-mcp.json");
});

test("a managed file that cannot be read switches nothing off", () => {
  const disk = MemoryDisk.of({
    "/etc/claude-code/managed-mcp.json": "{",
    "/home/ada/.claude.json": config({ mine: "npx" }),
  });
  const found = find(disk, { only: "claude-code" });
  assert.deepEqual(
    found.servers.map(({ disabled }) => disabled),
    [false],
  );
  assert.equal(found.problems.length, 1);
});

test("a variable of the environment cannot name a file that switches others off", () => {
  const disk = MemoryDisk.of({
    "D:/x/ClaudeCode/managed-mcp.json": config({}),
    "C:/Users/ada/.claude.json": config({ mine: "npx" }),
  });
  const machine = machineOf("win32", { env: { ProgramFiles: "D:\\x" } });
  const { servers } = find(disk, { only: "claude-code" }, machine);
  assert.deepEqual(
    servers.map(({ disabled }) => disabled),
    [false],
  );
});

test("the user's files turn a project's server down, the project's own do not", () => {
  const disk = MemoryDisk.of({
    "/home/ada/.claude.json": JSON.stringify({
      projects: { "/home/ada/shop": { disabledMcpjsonServers: ["a"] } },
    }),
    "/home/ada/.claude/settings.json": JSON.stringify({ disabledMcpjsonServers: ["b"] }),
    "/home/ada/shop/.claude/settings.json": JSON.stringify({ disabledMcpjsonServers: ["c"] }),
    "/home/ada/shop/.mcp.json": config({ a: "npx", b: "npx", c: "npx" }),
  });
  const { servers } = find(disk, { only: "claude-code" });
  assert.deepEqual(
    servers.map(({ disabled }) => disabled),
    [true, true, false],
  );
});

test("Gemini CLI: an administrator's lists", () => {
  const disk = MemoryDisk.of({
    "/etc/gemini-cli/settings.json": '{"mcp":{"allowed":["a","b"],"excluded":["b"]}}',
    "/home/ada/.gemini/settings.json": config({ a: "npx", b: "npx", c: "npx" }),
  });
  const { servers } = find(disk, { only: "gemini-cli" });
  assert.deepEqual(
    servers.map(({ name, disabled }) => [name, disabled]),
    [
      ["a", false],
      ["b", true],
      ["c", true],
    ],
  );
});

test("a plugin's servers: in the manifest, in a file of the plugin, never outside of it", () => {
  const plugin = (name: string, servers: unknown): Record<string, string> => ({
    [`/home/ada/.claude/plugins/cache/m/${name}/.claude-plugin/plugin.json`]: JSON.stringify({
      name,
      mcpServers: servers,
    }),
  });
  const disk = MemoryDisk.of({
    ...plugin("inline", { a: { command: "${CLAUDE_PLUGIN_ROOT}/run" } }),
    ...plugin("file", "./servers.json"),
    ...plugin("bundle", "./tool.mcpb"),
    ...plugin("outside", "../../../../../shop/.mcp.json"),
    "/home/ada/.claude/plugins/cache/m/file/servers.json": config({ b: "npx" }),
    "/home/ada/shop/.git/x": "",
  });
  const found = find(disk, { only: "claude-code" });
  assert.deepEqual(
    found.servers.map(({ name, command, scope, source }) => [name, command, scope, source.file]),
    [
      ["b", "npx", "plugin", "/home/ada/.claude/plugins/cache/m/file/servers.json"],
      [
        "a",
        "/home/ada/.claude/plugins/cache/m/inline/run",
        "plugin",
        "/home/ada/.claude/plugins/cache/m/inline/.claude-plugin/plugin.json",
      ],
    ],
  );
  assert.match(found.gaps.join(), /tool\.mcpb/);
  assert.deepEqual(
    found.problems.map(({ line }) => line),
    [1],
  );
});

test("gaps: what code or undocumented files define is named, only where it is there", () => {
  const disk = MemoryDisk.of({
    "/home/ada/.vscode/extensions/a/package.json":
      '{"contributes":{"mcpServerDefinitionProviders":[]}}',
    "/home/ada/.vscode/extensions/b/package.json": "{}",
    "/home/ada/.config/JetBrains/IdeaIC2026.1/options/mcp.xml": "<x/>",
    "/home/ada/shop/.crushrc": "",
  });
  assert.deepEqual(
    find(disk).gaps.map((gap) => gap.replace(/: .*\/(ada\/\S+):.*/, " $1")),
    [
      "VS Code ada/.vscode/extensions/a/package.json",
      "JetBrains AI Assistant ada/.config/JetBrains/IdeaIC2026.1/options/mcp.xml",
      "Crush ada/shop/.crushrc",
    ],
  );
});
