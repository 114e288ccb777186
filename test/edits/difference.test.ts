import assert from "node:assert/strict";
import { test } from "node:test";

import { type ChangedLine, differenceOf } from "../../src/edits/difference.ts";
import type { ConfigFormat } from "../../src/formats/read.ts";

function shown(before: string, after: string, format: ConfigFormat = "json"): readonly string[] {
  const text = ({ kind, line, text: one }: ChangedLine): string =>
    `${line}${kind === "removed" ? "-" : "+"} ${one}`;
  return differenceOf({ before, after, format }).map(text);
}

const TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

test("only lines that change are shown, with their numbers", () => {
  const before = '{\n "a": 1,\n "b": 2,\n "c": 3\n}\n';
  const after = '{\n "a": 1,\n "b": 4,\n "c": 3,\n "d": 5\n}\n';
  assert.deepEqual(shown(before, after), [
    '3-  "b": 2,',
    '4-  "c": 3',
    '3+  "b": 4,',
    '4+  "c": 3,',
    '5+  "d": 5',
  ]);
});

test("a comma is one line, and Windows' line ends are not printed", () => {
  const before = '{\r\n "a": {}\r\n "b": {}\r\n}\r\n';
  const after = '{\r\n "a": {},\r\n "b": {}\r\n}\r\n';
  assert.deepEqual(shown(before, after), ['2-  "a": {}', '2+  "a": {},']);
});

/** [what holds the secret, in which format, the line of an entry] */
const SECRETS: readonly (readonly [string, ConfigFormat, string])[] = [
  ["a variable", "json", '{"command": "npx", "env": {"WAVES": "hunter2"}}'],
  ["a variable of opencode", "json", '{"command": "npx", "environment": {"WAVES": "hunter2"}}'],
  ["a variable that is a number", "json", '{"command": "npx", "env": {"PIN": 40713}}'],
  ["a header", "json", '{"command": "npx", "headers": {"X-Shell": "hunter2"}}'],
  [
    "a header below options",
    "json",
    '{"command": "npx", "requestOptions": {"headers": {"X": ["hunter2"]}}}',
  ],
  ["an argument after its option", "json", '{"command": "npx", "args": ["--api-key", "hunter2"]}'],
  ["an argument with its option", "json", '{"command": "npx", "args": ["--token=hunter2"]}'],
  [
    "a header as an argument",
    "json",
    '{"command": "npx", "args": ["Authorization: Bearer hunter2"]}',
  ],
  ["a token by its look", "json", `{"command": "npx", "args": ["${TOKEN}"]}`],
  ["an address", "json", '{"command": "npx", "url": "https://crab:hunter2@reef.example/mcp"}'],
  ["a member with such a name", "json", '{"command": "npx", "clientSecret": "hunter2"}'],
  ["a comment", "jsonc", '{"command": "npx" /* "SHELL_TOKEN": "hunter2" */}'],
  ["a broken file", "json", '{"command": "npx" "env": {"REEF_KEY": "hunter2" "x"'],
  ["a broken file's curly quotes", "json", '{"command": "npx", “REEF_KEY”: "hunter2"}'],
  ["TOML", "toml", 'a = { command = "npx", env = { WAVES = "hunter2" } }'],
  ["TOML's tables", "toml", 'env.WAVES = "hunter2" # "command": "npx"'],
  ["YAML", "yaml", 'a: { "command": "npx", envs: { WAVES: hunter2 } }'],
  ["YAML without quotes", "yaml", 'a: { "command": "npx", API_TOKEN: hunter2 }'],
  ["an anchor of YAML", "yaml", 'a: { "command": "npx", x: &w hunter2, env: { WAVES: *w } }'],
];

for (const [what, format, line] of SECRETS)
  test(`${what} keeps its secret`, () => {
    assert.match(line, /hunter2|40713|ghp_/);
    const lines = shown(line, line.replace('"npx"', '"pinfold"'), format);
    assert.equal(lines.length, 2, lines.join("\n"));
    assert.doesNotMatch(lines.join("\n"), /hunter2|40713|16C7e42F/);
    assert.match(lines.join("\n"), /\*\*\*/);
    assert.match(lines.join("\n"), /"pinfold"/);
  });

test("a variable in a text of several lines keeps its secret, line by line", () => {
  const before = "env:\n  WAVES: |\n    hunter2\n    hunter3\ncommand: npx\n";
  const after = before.replaceAll("hunter", "Hunter").replace("npx", "pinfold");
  const lines = shown(before, after, "yaml");
  assert.doesNotMatch(lines.join("\n"), /unter/);
  assert.ok(lines.includes("5- command: npx") && lines.includes("5+ command: pinfold"));
});

test("of a long line what changes is shown, and its secret is not", () => {
  const servers = (command: string): string => {
    const env = { GULL_TOKEN: "hunter2" };
    const entry = { command, args: ["-y", "gull@1.0.0"], env };
    const other = `${JSON.stringify({ command: "uvx", env })},`;
    const others = (from: number): string =>
      Array.from({ length: 200 }, (_, index) => `"s${from + index}":${other}`).join("");
    return `{"mcpServers":{${others(0)}"gull":${JSON.stringify(entry)},${others(200)}"end":{}}}`;
  };
  const lines = shown(servers("npx"), servers("/home/gull/.local/share/pinfold/node"));
  assert.equal(lines.length, 2);
  assert.match(
    lines[1] ?? "",
    /^1\+ ….*"command":"\/home\/gull\/\.local\/share\/pinfold\/node".*…$/,
  );
  for (const line of lines) assert.ok(line.length < 400, line);
  assert.doesNotMatch(lines.join(""), /hunter2/);
});

test("a secret's name far before the change still hides it, also in a broken file", () => {
  const line = (end: string): string =>
    `{"x": [${"1, ".repeat(100)}] "REEF_KEY": "hunter2-${"z".repeat(300)}${end}"`;
  assert.doesNotMatch(shown(line("a"), line("b")).join(""), /zzz/);
});

test("two texts that share nothing end soon", () => {
  const text = (seed: number): string =>
    Array.from({ length: 5000 }, (_, n) => `${(n * seed) % 7919}`).join("\n");
  assert.equal(shown(text(31), text(37), "yaml").length, 9_998);
});
