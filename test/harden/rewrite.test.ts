import assert from "node:assert/strict";
import { test } from "node:test";

import { type EntryShape, readEntry, STANDARD } from "../../src/clients/reading/entry.ts";
import { isIntended } from "../../src/edits/intended.ts";
import { spliced } from "../../src/edits/plan.ts";
import { nodeAt } from "../../src/formats/node.ts";
import { type ConfigFormat, parseConfig } from "../../src/formats/read.ts";
import { rewriteCommand } from "../../src/harden/rewrite.ts";

const LIST: EntryShape = { ...STANDARD, isCommandList: true };
const NEXT = {
  command: "/p/node",
  args: { from: 0, count: 2, values: ["/p/cli.js", "run", "npm:gull", "--"] },
};

/** The text with the command line of the entry at `path` replaced; null where that is declined. */
function rewritten(
  text: string,
  format: ConfigFormat,
  { path = ["s", "gull"], shape = STANDARD, next = NEXT } = {},
): string | null {
  const { root } = parseConfig(text, format);
  const node = nodeAt(root, path);
  assert.ok(root !== null && node !== null);
  const { written } = readEntry(node, shape);
  const change = rewriteCommand(text, format, written, next);
  if (change === null) return null;
  const after = spliced(text, change.splices);
  assert.ok(isIntended(root, after, format, change.intended), after);
  return after;
}

/** [what it is like, in which format, the text, what it becomes] */
const CASES: readonly (readonly [string, ConfigFormat, string, string])[] = [
  [
    "JSON in one line",
    "json",
    '{"s":{"gull":{"command":"npx","args":["-y","gull@1","/d"],"env":{"A":"b"}}}}',
    '{"s":{"gull":{"command":"/p/node","args":["/p/cli.js","run","npm:gull","--","/d"],"env":{"A":"b"}}}}',
  ],
  [
    "JSON with an argument a line",
    "json",
    '{\n  "s": {\n    "gull": {\n      "command": "npx",\n      "args": [\n        "-y",\n        "gull@1",\n        "/d"\n      ]\n    }\n  }\n}\n',
    '{\n  "s": {\n    "gull": {\n      "command": "/p/node",\n      "args": [\n        "/p/cli.js",\n        "run",\n        "npm:gull",\n        "--",\n        "/d"\n      ]\n    }\n  }\n}\n',
  ],
  [
    "Windows' line ends and a trailing comma",
    "jsonc",
    '{ "s": { "gull": {\r\n\t"command": "npx",\r\n\t"args": [\r\n\t\t"-y", "gull@1",\r\n\t],\r\n} } }\r\n',
    '{ "s": { "gull": {\r\n\t"command": "/p/node",\r\n\t"args": [\r\n\t\t"/p/cli.js", "run", "npm:gull", "--",\r\n\t],\r\n} } }\r\n',
  ],
  [
    "comments between arguments",
    "jsonc",
    '{"s":{"gull":{ /* a */ "command": /* b */ "npx", "args": ["-y", // c\n"gull@1", // d\n/* e */ "/d" ]}}}',
    '{"s":{"gull":{ /* a */ "command": /* b */ "/p/node", "args": ["/p/cli.js", // c\n"run", "npm:gull", "--", // d\n/* e */ "/d" ]}}}',
  ],
  [
    "TOML's tables",
    "toml",
    '# reef\n[s.gull]\ncommand = "npx" # a\nargs = ["-y", "gull@1", "/d"] # b\n[s.gull.env]\nA = "b"\n',
    '# reef\n[s.gull]\ncommand = "/p/node" # a\nargs = ["/p/cli.js", "run", "npm:gull", "--", "/d"] # b\n[s.gull.env]\nA = "b"\n',
  ],
  [
    "TOML's literal texts, several lines and comments",
    "toml",
    "[s.gull]\ncommand = 'npx'\nargs = [\n  '-y', # a\n  'gull@1', # b\n  # c\n  '/d',\n]\n",
    "[s.gull]\ncommand = '/p/node'\nargs = [\n  '/p/cli.js', # a\n  'run',\n  'npm:gull',\n  '--', # b\n  # c\n  '/d',\n]\n",
  ],
  [
    "TOML's inline table and dotted names",
    "toml",
    's.gull = { command = "npx", args = ["-y", "gull@1"] }\nother.x = 1\n',
    's.gull = { command = "/p/node", args = ["/p/cli.js", "run", "npm:gull", "--"] }\nother.x = 1\n',
  ],
  [
    "TOML's dotted names",
    "toml",
    's.gull.command = "npx"\ns.gull.args = ["-y", "gull@1"]\n',
    's.gull.command = "/p/node"\ns.gull.args = ["/p/cli.js", "run", "npm:gull", "--"]\n',
  ],
  [
    "YAML's blocks",
    "yaml",
    "s:\n  gull: # a\n    command: npx # b\n    args: # c\n      - -y # d\n      - gull@1 # e\n      # f\n      - /d\n    env: {A: b}\n",
    's:\n  gull: # a\n    command: /p/node # b\n    args: # c\n      - /p/cli.js # d\n      - run # e\n      - npm:gull\n      - "--"\n      # f\n      - /d\n    env: {A: b}\n',
  ],
  [
    "YAML's dashes below their name, and quotes",
    "yaml",
    "s:\n  gull:\n    command: 'npx'\n    args:\n    - '-y'\n    - \"gull@1\"\n",
    "s:\n  gull:\n    command: '/p/node'\n    args:\n    - '/p/cli.js'\n    - 'run'\n    - 'npm:gull'\n    - '--'\n",
  ],
  [
    "YAML's flow",
    "yaml",
    "s: { gull: { command: npx, args: [-y, gull@1, /d] } }\n",
    's: { gull: { command: /p/node, args: [/p/cli.js, run, npm:gull, "--", /d] } }\n',
  ],
];

for (const [what, format, before, after] of CASES)
  test(`${what}: the command line is replaced, and every other byte stays`, () => {
    assert.equal(rewritten(before, format), after);
  });

const COMMAND_ONLY = {
  command: "/p/node",
  args: { from: 0, count: 0, values: ["/p/cli.js", "run"] },
};

const WITHOUT_ARGS: readonly (readonly [string, ConfigFormat, string, string])[] = [
  [
    "JSON",
    "json",
    '{"s":{"gull":{"command":"x","env":{}}}}',
    '{"s":{"gull":{"command":"/p/node", "args":["/p/cli.js", "run"],"env":{}}}}',
  ],
  [
    "JSON in lines",
    "jsonc",
    '{"s":{"gull":{\n  "command" : "x" // a\n}}}',
    '{"s":{"gull":{\n  "command" : "/p/node",\n  "args" : ["/p/cli.js", "run"] // a\n}}}',
  ],
  [
    "TOML's table",
    "toml",
    '[s.gull]\ncommand = "x" # a\n\n[t]\n',
    '[s.gull]\ncommand = "/p/node" # a\nargs = ["/p/cli.js", "run"]\n\n[t]\n',
  ],
  [
    "TOML's dotted names",
    "toml",
    's.gull.command="x"',
    's.gull.command="/p/node"\ns.gull.args=["/p/cli.js", "run"]',
  ],
  [
    "TOML's inline table",
    "toml",
    's.gull = {command = "x"}\n',
    's.gull = {command = "/p/node", args = ["/p/cli.js", "run"]}\n',
  ],
  [
    "YAML",
    "yaml",
    "s:\n  gull:\n    command: x # a\n    env: {}\n",
    "s:\n  gull:\n    command: /p/node # a\n    args:\n      - /p/cli.js\n      - run\n    env: {}\n",
  ],
  [
    "YAML's flow",
    "yaml",
    "s: {gull: {command: x}}",
    "s: {gull: {command: /p/node, args: [/p/cli.js, run]}}",
  ],
];

for (const [what, format, before, after] of WITHOUT_ARGS)
  test(`${what}: arguments are added behind the command`, () => {
    assert.equal(rewritten(before, format, { next: COMMAND_ONLY }), after);
  });

test("an empty list, and one with only a comment, take arguments", () => {
  const next = COMMAND_ONLY;
  assert.equal(
    rewritten('{"s":{"gull":{"command":"x","args":[ ]}}}', "json", { next }),
    '{"s":{"gull":{"command":"/p/node","args":["/p/cli.js", "run"]}}}',
  );
  assert.equal(
    rewritten('{"s":{"gull":{"command":"x","args":[ // a\n]}}}', "jsonc", { next }),
    '{"s":{"gull":{"command":"/p/node","args":["/p/cli.js", "run" // a\n]}}}',
  );
});

test("one list of the program and its arguments", () => {
  assert.equal(
    rewritten('{"s":{"gull":{"command":["npx", "-y", "gull@1", "/d"]}}}', "json", { shape: LIST }),
    '{"s":{"gull":{"command":["/p/node", "/p/cli.js", "run", "npm:gull", "--", "/d"]}}}',
  );
  assert.equal(
    rewritten('{"s":{"gull":{"command":["npx", "-y", "gull@1"], "args": ["/d"]}}}', "json", {
      shape: LIST,
    }),
    null,
    "what is split over two lists is left alone",
  );
});

test("one argument in the middle is replaced, before and behind it nothing", () => {
  const next = { command: "npx", args: { from: 1, count: 1, values: ["gull@1.0.0"] } };
  assert.equal(
    rewritten('{"s":{"gull":{"command":"npx","args":["-y",  "gull","/d"]}}}', "json", { next }),
    '{"s":{"gull":{"command":"npx","args":["-y",  "gull@1.0.0","/d"]}}}',
  );
});

test("fewer arguments than before: with comments among them it is declined", () => {
  const next = { command: "pinfold", args: { from: 0, count: 3, values: ["run"] } };
  const text = (between: string): string =>
    `{"s":{"gull":{"command":"npx","args":["-y", "-p",${between}"gull", "/d"]}}}`;
  assert.equal(
    rewritten(text(" "), "jsonc", { next }),
    '{"s":{"gull":{"command":"pinfold","args":["run", "/d"]}}}',
  );
  assert.equal(rewritten(text(" /* a */ "), "jsonc", { next }), null);
  const yaml =
    "s:\n  gull:\n    command: npx\n    args:\n      - -y\n      - -p\n      - gull\n      - /d\n";
  assert.equal(
    rewritten(yaml, "yaml", { next }),
    "s:\n  gull:\n    command: pinfold\n    args:\n      - run\n      - /d\n",
  );
  assert.equal(rewritten(yaml.replace("- gull", "- gull # a"), "yaml", { next }), null);
});

test("what an alias repeats is not changed", () => {
  const text = "a: &a [-y, gull@1]\ns:\n  gull: { command: npx, args: *a }\n";
  assert.equal(rewritten(text, "yaml"), null);
  const anchored = "s:\n  gull: { command: npx, args: &a [-y, gull@1] }\nother: *a\n";
  const { root } = parseConfig(anchored, "yaml");
  const node = nodeAt(root, ["s", "gull"]);
  assert.ok(root !== null && node !== null);
  const change = rewriteCommand(anchored, "yaml", readEntry(node, STANDARD).written, NEXT);
  assert.ok(change !== null);
  assert.equal(isIntended(root, spliced(anchored, change.splices), "yaml", change.intended), false);
});

test("of a name used twice the last counts, and it alone is changed", () => {
  assert.equal(
    rewritten('{"s":{"gull":{"command":"a","command":"npx","args":["-y","gull"]}}}', "json"),
    '{"s":{"gull":{"command":"a","command":"/p/node","args":["/p/cli.js","run","npm:gull","--"]}}}',
  );
});
