import assert from "node:assert/strict";
import { test } from "node:test";

import { nodeAt } from "../../src/formats/node.ts";
import { parseToml } from "../../src/formats/toml.ts";
import { valueOf } from "./value.ts";

const TEXT = `# [not.a.table]
note = """
[mcp_servers.text]
"""
  [ mcp_servers . "one two" ]
  command = 'npx' # = x
args = [ "-y", # ]
  "b",
]
env = { A = "1", "B.c" = '2' }
tool.timeout = 3

[[servers]]
name = "first"
[[servers]]
name = "second"
[servers.env]
X = "1"
`;

test("places of headers, dotted, quoted and inline names, and of lists of tables", () => {
  const { root, problems } = parseToml(TEXT);
  assert.deepEqual(problems, []);
  const place = (...path: readonly string[]): string => {
    const node = nodeAt(root, path.slice(0, -1));
    const members = node?.type === "object" ? node.members : [];
    const found = members.find(({ key }) => key === path.at(-1));
    return found ? `${found.line}:${found.column}` : "none";
  };
  assert.equal(place("note"), "2:1");
  assert.equal(place("mcp_servers"), "5:3");
  assert.equal(place("mcp_servers", "one two"), "5:3");
  assert.equal(place("mcp_servers", "one two", "command"), "6:3");
  assert.equal(place("mcp_servers", "one two", "args"), "7:1");
  assert.equal(place("mcp_servers", "one two", "env", "B.c"), "10:18");
  assert.equal(place("mcp_servers", "one two", "tool", "timeout"), "11:1");
  const servers = nodeAt(root, ["servers"]);
  assert.ok(servers?.type === "array");
  assert.deepEqual(
    servers.items.map(({ line }) => line),
    [13, 15],
  );
  assert.deepEqual(JSON.parse(JSON.stringify(valueOf(servers))), [
    { name: "first" },
    { name: "second", env: { X: "1" } },
  ]);
});

test("lines may end as on Windows", () => {
  const { root } = parseToml('a = 1\r\n[b]\r\nc = "x"\r\n');
  const c = nodeAt(root, ["b", "c"]);
  assert.deepEqual([c?.line, c?.column], [3, 1]);
});

test("a name used twice is a problem of the file", () => {
  assert.deepEqual(
    parseToml("[a]\nb = 1\nb = 2\n").problems.map(({ line }) => line),
    [3],
  );
});
