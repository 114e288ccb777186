import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryDisk } from "../support/memory-disk.ts";
import { find, machineOf } from "./world.ts";

const config = (...names: readonly string[]): string =>
  JSON.stringify({
    mcpServers: Object.fromEntries(names.map((name) => [name, { command: name }])),
  });

const idsOf = (disk: MemoryDisk, client: string, projects: readonly string[] = []): string[] =>
  find(disk, { only: client, projects }).servers.map(({ id }) => id);

test("projects are found from the working directory upwards, and by name", () => {
  const disk = MemoryDisk.of({
    "/home/ada/shop/.mcp.json": config("db"),
    "/home/ada/.mcp.json": config("all"),
    "/srv/site/.mcp.json": config("web"),
    "/srv/.mcp.json": config("host"),
    "/srv/site/.roo/mcp.json": config("roo"),
    "/srv/.roo/mcp.json": config("above"),
  });
  assert.deepEqual(idsOf(disk, "claude-code"), ["claude-code@shop/db", "claude-code@ada/all"]);
  assert.deepEqual(idsOf(disk, "claude-code", ["/srv/site"]), [
    "claude-code@site/web",
    "claude-code@srv/host",
    "claude-code@shop/db",
    "claude-code@ada/all",
  ]);
  assert.deepEqual(idsOf(disk, "roo-code", ["../../../srv/site"]), ["roo-code@site/roo"]);
});

test("up to the root of the repository, for a client that stops there", () => {
  const disk = MemoryDisk.of({
    "/home/ada/shop/.git/HEAD": "",
    "/home/ada/shop/crush.json": JSON.stringify({ mcp: { db: { command: "db" } } }),
    "/home/ada/crush.json": JSON.stringify({ mcp: { all: { command: "all" } } }),
  });
  assert.deepEqual(idsOf(disk, "crush"), ["crush@shop/db"]);
});

test("the user's own file is not a project's too", () => {
  const disk = MemoryDisk.of({ "/home/ada/.cursor/mcp.json": config("files") });
  assert.deepEqual(idsOf(disk, "cursor"), ["cursor/files"]);
});

test("folders of one name are told apart", () => {
  const disk = MemoryDisk.of({
    "/home/ada/shop/.cursor/mcp.json": config("db"),
    "/srv/shop/.cursor/mcp.json": config("db"),
  });
  assert.deepEqual(idsOf(disk, "cursor", ["/srv/shop"]), ["cursor@shop/db", "cursor@ada/shop/db"]);
});

test("Claude Code: a person's own servers for a project", () => {
  const local = {
    projects: {
      "/home/ada/shop": { mcpServers: { db: { command: "db" }, own: { command: "own" } } },
    },
  };
  const disk = MemoryDisk.of({
    "/home/ada/.claude.json": JSON.stringify(local),
    "/home/ada/shop/.mcp.json": config("db"),
  });
  const { servers } = find(disk, { only: "claude-code" });
  assert.deepEqual(
    servers.map(({ id, scope, folder }) => [id, scope, folder]),
    [
      ["claude-code@shop:local/db", "local", "/home/ada/shop"],
      ["claude-code@shop/own", "local", "/home/ada/shop"],
      ["claude-code@shop/db", "project", "/home/ada/shop"],
    ],
  );
});

test("a file of several clients counts for those that are used here, or for all", () => {
  const readers = (files: Readonly<Record<string, string>>): string[] =>
    find(MemoryDisk.of({ "/home/ada/shop/.mcp.json": config("db"), ...files })).servers.map(
      ({ client }) => client,
    );
  assert.deepEqual(readers({ "/home/ada/.claude/settings.json": "{}" }), ["claude-code"]);
  assert.deepEqual(readers({ "/home/ada/.cursor/x": "" }), ["claude-code", "cursor"]);
  assert.deepEqual(readers({}), [
    "claude-code",
    "cursor",
    "vscode",
    "windsurf",
    "jetbrains-air",
    "copilot-cli",
    "warp",
  ]);
});

test("two shapes in one file: each client reads its own", () => {
  const both = { mcpServers: { a: { command: "a" } }, servers: { b: { command: "b" } } };
  const disk = MemoryDisk.of({ "/home/ada/shop/.mcp.json": JSON.stringify(both) });
  assert.deepEqual(idsOf(disk, "claude-code"), ["claude-code@shop/a"]);
  assert.deepEqual(idsOf(disk, "visual-studio"), ["visual-studio@shop/b"]);
});

test("a flat file: what looks like a server is one", () => {
  const flat = { db: { command: "db" }, note: "x", other: { a: 1 } };
  const disk = MemoryDisk.of({ "/home/ada/shop/.mcp.json": JSON.stringify(flat) });
  assert.deepEqual(idsOf(disk, "claude-code"), ["claude-code@shop/db"]);
});

test("a client's own variable adds a place, XDG's replaces one", () => {
  const disk = MemoryDisk.of({
    "/home/ada/.codex/config.toml": '[mcp_servers.a]\ncommand = "a"\n',
    "/opt/codex/config.toml": '[mcp_servers.b]\ncommand = "b"\n',
    "/home/ada/.config/zed/settings.json": '{"context_servers":{"a":{"command":"a"}}}',
    "/opt/config/zed/settings.json": '{"context_servers":{"b":{"command":"b"}}}',
  });
  const env = { CODEX_HOME: "/opt/codex", XDG_CONFIG_HOME: "/opt/config" };
  const found = (only: string): string[] =>
    find(disk, { only }, machineOf("linux", { env })).servers.map(({ name }) => name);
  assert.deepEqual(found("codex"), ["a", "b"]);
  assert.deepEqual(found("zed"), ["b"]);
});
