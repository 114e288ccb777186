import assert from "node:assert/strict";
import { test } from "node:test";

import { MemoryDisk } from "../support/memory-disk.ts";
import { find } from "./world.ts";

const STRICT = "/home/ada/.cursor/mcp.json";
const LENIENT = "/home/ada/.config/Code/User/mcp.json";

interface Broken {
  readonly what: string;
  readonly text: string | Uint8Array;
  /** Servers that are still seen. */
  readonly names: readonly string[];
  readonly at: readonly [line: number, column: number];
  readonly says: RegExp;
}

const A = '"a": { "command": "npx" }';
const B = '"b": { "command": "uvx" }';

const wrap = (inner: string): string => `{\n  "mcpServers": {\n    ${inner}\n  }\n}\n`;

const CORPUS: readonly Broken[] = [
  {
    what: "a trailing comma",
    text: wrap(`${A},`),
    names: ["a"],
    at: [3, 30],
    says: /comma stands before the closing }/,
  },
  {
    what: "a missing comma",
    text: wrap(`${A}\n    ${B}`),
    names: ["a", "b"],
    at: [4, 5],
    says: /comma is missing/,
  },
  { what: "a comment", text: wrap(`// note\n    ${A}`), names: ["a"], at: [3, 5], says: /comment/ },
  {
    what: "a byte order mark",
    text: `\uFEFF${wrap(A)}`,
    names: ["a"],
    at: [1, 1],
    says: /byte order mark/,
  },
  {
    what: "UTF-16",
    text: Buffer.from(`\uFEFF${wrap(A)}`, "utf16le"),
    names: ["a"],
    at: [1, 1],
    says: /UTF-16/,
  },
  {
    what: "invalid UTF-8",
    text: Buffer.from([...Buffer.from(wrap(A)), 0xff]),
    names: ["a"],
    at: [1, 1],
    says: /UTF-8/,
  },
  {
    what: "curly quotes",
    text: wrap("\u201ca\u201d: {}"),
    names: [],
    at: [3, 5],
    says: /curly quote/,
  },
  {
    what: "a half-written file",
    text: wrap(`${A}, ${B}`).slice(0, 60),
    names: ["a", "b"],
    at: [3, 39],
    says: /.../,
  },
  { what: "an empty file", text: "", names: [], at: [1, 1], says: /empty/ },
  { what: "blanks", text: " \n\n", names: [], at: [1, 1], says: /empty/ },
  {
    what: "nothing but nesting",
    text: "[".repeat(20_000),
    names: [],
    at: [1, 65],
    says: /nested deeper/,
  },
  {
    what: "another type of file",
    text: "\u0000\u0001PNG\r\n",
    names: [],
    at: [1, 1],
    says: /JSON|value/,
  },
  {
    what: "a list of servers",
    text: '{"mcpServers": []}',
    names: [],
    at: [1, 16],
    says: /"mcpServers" is a list, an object is expected/,
  },
  { what: "a file that is a list", text: "[]", names: [], at: [1, 1], says: /the file is a list/ },
];

for (const { what, text, names, at, says } of CORPUS)
  test(`${what}: said with its place, what can be seen is listed`, () => {
    const other = "/home/ada/.kiro/settings/mcp.json";
    const found = find(MemoryDisk.of({ [other]: wrap(B) }).file(STRICT, text));
    const own = found.servers.filter(({ client }) => client === "cursor");
    assert.deepEqual(
      own.map(({ name }) => name),
      names,
    );
    const [problem] = found.problems;
    assert.ok(problem);
    assert.deepEqual([problem.file, problem.client], [STRICT, "cursor"]);
    assert.deepEqual([problem.line, problem.column], at);
    assert.match(problem.message, says);
    assert.ok(!problem.isTolerated);
    for (const server of own)
      assert.match(server.problem ?? "", /^Cursor cannot read .*:\d+:\d+: /);
    const rest = found.servers.filter(({ client }) => client === "kiro");
    assert.deepEqual(
      rest.map((server) => server.problem),
      [null],
    );
  });

test("what stops a strict client stops no client that reads comments", () => {
  const text = `\uFEFF{\n  // note\n  "servers": { ${A}, },\n}`;
  const found = find(MemoryDisk.of({ [LENIENT]: text }));
  assert.deepEqual(found.problems, []);
  assert.deepEqual(
    found.servers.map(({ id, problem }) => [id, problem]),
    [["vscode/a", null]],
  );
});

test("an empty file is no servers to a client that reads comments, and to TOML and YAML", () => {
  const files = [LENIENT, "/home/ada/.codex/config.toml", "/home/ada/.config/goose/config.yaml"];
  const found = find(MemoryDisk.of(Object.fromEntries(files.map((file) => [file, ""]))));
  assert.deepEqual([found.problems, found.servers], [[], []]);
});

test("a name used twice: the last counts, and it is said", () => {
  const found = find(MemoryDisk.of({ [STRICT]: wrap(`${A},\n    "a": { "command": "evil" }`) }));
  assert.deepEqual(
    found.servers.map(({ command, problem, source }) => [command, problem, source.line]),
    [["evil", null, 4]],
  );
  assert.deepEqual(
    found.problems.map(({ line, isTolerated }) => [line, isTolerated]),
    [[4, true]],
  );
});

test("however many names are used twice, what comes after them is seen", () => {
  const many = '"x": { "command": "npx" }, '.repeat(50);
  const found = find(MemoryDisk.of({ [STRICT]: wrap(`${many}${B}`) }));
  assert.deepEqual(
    found.servers.map(({ name, problem }) => [name, problem]),
    [
      ["x", null],
      ["b", null],
    ],
  );
});

test("a client without servers is not a problem", () => {
  for (const text of ["{}", '{"mcpServers":null}', '{"theme":"dark"}'])
    assert.deepEqual(find(MemoryDisk.of({ [STRICT]: text })).problems, []);
});

test("TOML: the other tables of a broken file are still seen", () => {
  const text = `[mcp_servers.a]
command = "npx"

[mcp_servers.b]
command = npx

[mcp_servers.c]
command = "uvx"
`;
  const found = find(MemoryDisk.of({ "/home/ada/.codex/config.toml": text }), { only: "codex" });
  assert.deepEqual(
    found.servers.map(({ name, command, source }) => [name, command, source.line]),
    [
      ["a", "npx", 1],
      ["b", null, 4],
      ["c", "uvx", 7],
    ],
  );
  assert.deepEqual(
    found.problems.map(({ line }) => line),
    [5],
  );
  assert.ok(found.servers.every(({ problem }) => problem?.includes("config.toml:5:") === true));
});

test("YAML: the other entries of a broken file are still seen", () => {
  const text = "extensions:\n  a: { cmd: npx, type: stdio }\n  b: [\n  c: { cmd: uvx }\n";
  const file = "/home/ada/.config/goose/config.yaml";
  const found = find(MemoryDisk.of({ [file]: text }), { only: "goose" });
  assert.deepEqual(
    found.servers.map(({ name }) => name),
    ["a", "b", "c"],
  );
  assert.ok(
    found.servers.every(({ problem }) => problem?.startsWith("Goose cannot read") === true),
  );
});
