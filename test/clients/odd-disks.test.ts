import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryDisk } from "../support/memory-disk.ts";
import { find } from "./world.ts";

const CURSOR = "/home/ada/.cursor/mcp.json";
const config = '{"mcpServers":{"files":{"command":"npx"}}}';

/** A disk where another client is in order. */
const disk = (): MemoryDisk => MemoryDisk.of({ "/home/ada/.kiro/settings/mcp.json": config });

const CASES: readonly (readonly [what: string, MemoryDisk, says: RegExp])[] = [
  ["a FIFO", disk().fifo(CURSOR), /not a regular file/],
  ["a folder in its place", disk().folder(CURSOR), /not a regular file/],
  ["no permission", disk().file(CURSOR, config).fail(CURSOR), /cannot be read/],
  [
    "no permission for the folder",
    disk().file(CURSOR, config).fail("/home/ada/.cursor"),
    /cannot be read/,
  ],
  [
    "a loop of links",
    disk().link(CURSOR, "/home/ada/.cursor/b").link("/home/ada/.cursor/b", CURSOR),
    /loop/,
  ],
  ["a file that keeps changing", disk().file(CURSOR, config).fail(CURSOR, "changing"), /changed/],
  ["a file without end", disk().file(CURSOR, "x".repeat(17 * 1024 * 1024)), /larger/],
];

for (const [what, odd, says] of CASES)
  test(`${what}: said, and the rest goes on`, () => {
    const found = find(odd);
    assert.deepEqual(
      found.servers.map(({ id }) => id),
      ["kiro/files"],
    );
    const [problem] = found.problems;
    assert.ok(problem);
    assert.equal(problem.client, "cursor");
    assert.match(problem.message, says);
  });

test("a link is followed and said", () => {
  const linked = disk()
    .file("/home/ada/dotfiles/mcp.json", config)
    .link(CURSOR, "../dotfiles/mcp.json");
  const found = find(linked);
  assert.deepEqual(
    found.servers.map(({ id }) => id),
    ["cursor/files", "kiro/files"],
  );
  assert.deepEqual(found.problems, []);
  assert.deepEqual(found.notes, [`Cursor: ${CURSOR} is a link to /home/ada/dotfiles/mcp.json`]);
});

test("a link that leads nowhere is said", () => {
  const found = find(disk().link(CURSOR, "/nowhere"));
  assert.deepEqual(found.notes, [`Cursor: ${CURSOR} is a link to nothing`]);
  assert.deepEqual(found.problems, []);
});

test("folders that link to each other end", () => {
  const root = "/home/ada/.claude/plugins/cache";
  const looped = disk().file(`${root}/m/.mcp.json`, config).link(`${root}/m/up`, root);
  const plugins = find(looped, { only: "claude-code" }).servers;
  assert.ok(plugins.length >= 1 && plugins.length <= 2);
});

test("thousands of folders: the rest is said to be left out", () => {
  const many = disk();
  for (let index = 0; index < 2100; index += 1)
    many.folder(`/home/ada/.claude/plugins/cache/p${index}`);
  assert.match(
    find(many)
      .problems.map(({ message }) => message)
      .join(),
    /more than 2000 folders/,
  );
});

test("a folder that may be passed through but not listed hides nothing", () => {
  const found = find(disk().file(CURSOR, config).failList("/home/ada"));
  assert.deepEqual(
    found.servers.map(({ id }) => id),
    ["cursor/files", "kiro/files"],
  );
});

test("a file named in place of what is found", () => {
  const named = disk()
    .file(CURSOR, config)
    .file("/tmp/own.json", '{"mcpServers":{"own":{"command":"x"}}}');
  const found = find(named, { overrides: new Map([["cursor", "/tmp/own.json"]]) });
  assert.deepEqual(
    found.servers.map(({ id }) => id),
    ["cursor/own", "kiro/files"],
  );
});

test("a named file that is not there is a problem", () => {
  const found = find(disk(), { overrides: new Map([["cursor", "/tmp/none.json"]]) });
  assert.deepEqual(
    found.problems.map(({ client, file, message }) => [client, file, message]),
    [["cursor", "/tmp/none.json", "there is no such file"]],
  );
});

test("a named file is read in the format of its name", () => {
  const list = "mcpServers:\n  - name: own\n    command: npx\n";
  const named = disk()
    .file("/tmp/own.yaml", list)
    .file("/tmp/own.toml", '[mcp_servers.t]\ncommand="x"\n');
  const overrides = new Map([
    ["continue", "/tmp/own.yaml"],
    ["codex", "/tmp/own.toml"],
  ]);
  assert.deepEqual(
    find(named, { overrides }).servers.map(({ id }) => id),
    ["codex/t", "continue/own", "kiro/files"],
  );
});
