import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { mendFile } from "../../src/doctor/fix/mend-file.ts";
import { mendedLines } from "../../src/doctor/fix/mended-lines.ts";

/** As it is published: two servers, and the comma between them was forgotten. */
const MISSING_COMMA = `{
  "mcpServers": {
    "github": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-github"],
      "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "ghp_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm8" }
    }
    "memory": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-memory"]
    }
  }
}
`;
const TRAILING_COMMA = `{\r
\t"mcpServers": {\r
\t\t"filesystem": {\r
\t\t\t"command": "npx",\r
\t\t\t"args": ["-y", "@modelcontextprotocol/server-filesystem", "C:\\\\Users\\\\ada\\\\Desktop"],\r
\t\t},\r
\t}\r
}\r
`;

function mended(text: string, format: "json" | "jsonc" = "json"): string | null {
  return mendFile(Buffer.from(text), format)?.after ?? null;
}

test("a forgotten comma between two servers: one byte more, and a strict reader takes it", () => {
  const whole = mendFile(Buffer.from(MISSING_COMMA), "json");
  assert.ok(whole);
  const at = MISSING_COMMA.indexOf('    }\n    "memory"') + "    }".length;
  const expected = `${MISSING_COMMA.slice(0, at)},${MISSING_COMMA.slice(at)}`;
  assert.equal(Buffer.from(whole.bytes).toString(), expected);
  assert.deepEqual(Object.keys((JSON.parse(whole.after) as { mcpServers: object }).mcpServers), [
    "github",
    "memory",
  ]);
});

test("trailing commas: two bytes less, line ends and tabs stay, and a strict reader takes it", () => {
  const whole = mendFile(Buffer.from(TRAILING_COMMA), "json");
  assert.ok(whole);
  const expected = TRAILING_COMMA.replace('"],\r', '"]\r').replace("},\r\n\t}", "}\r\n\t}");
  assert.equal(Buffer.from(whole.bytes).toString(), expected);
  assert.equal(whole.bytes.length, TRAILING_COMMA.length - 2);
  JSON.parse(whole.after);
});

const MENDED: readonly (readonly [broken: string, whole: string])[] = [
  ['{"a":1,}', '{"a":1}'],
  ["[1,]", "[1]"],
  ['{"a":1,,"b":2}', '{"a":1,"b":2}'],
  ["[1,,2]", "[1,2]"],
  ['{,"a":1}', '{"a":1}'],
  ["[,]", "[]"],
  ['{"a":1},', '{"a":1}'],
  ['{"a":1 "b":2}', '{"a":1, "b":2}'],
  ['{"a":[]"b":{}}', '{"a":[],"b":{}}'],
  ["[{}{}]", "[{},{}]"],
  ['["-y" "x"]', '["-y", "x"]'],
  ['{"a":1}}', '{"a":1}'],
  ['{"a":1}]}', '{"a":1}'],
  ["{\u201ca\u201d: \u201cx\u201d}", '{"a": "x"}'],
  ["{'a': 'b'}", '{"a": "b"}'],
  ["[\"a\"'b']", '["a","b"]'],
  ["\uFEFF{}", "{}"],
  ["\uFEFF[1,]", "[1]"],
];

for (const [broken, whole] of MENDED)
  test(`mended: ${JSON.stringify(broken)}`, () => assert.equal(mended(broken), whole));

/** What nobody but its owner can decide. */
const LEFT_ALONE: readonly string[] = [
  "{}",
  "",
  '{"a":{"b":1}',
  '{"a":"x',
  '{"a":"x\n}',
  "{a:1}",
  '{"a" 1}',
  '{"a":}',
  '{"a":,"b":1}',
  '{"a":1 2}',
  '{"a": "b" "c"}',
  '{"a"="b"}',
  '{"a":True}',
  '{"a":"C:\\Users"}',
  "// x\n{}",
  "{}{}",
  '{"a":[1}',
  '{{"a":1}}',
  // Which end is the other one's?
  '{"a\u201d: "npx"}',
  "{'it's': 1}",
  '{"a": \u201cshe said "no"\u201d}',
  // Behind the first server the list was closed: the second would stand outside.
  '{"mcpServers":{"a":{"command":"x"}},"b":{"command":"y"}}}',
];

for (const broken of LEFT_ALONE)
  test(`left alone: ${JSON.stringify(broken)}`, () => assert.equal(mended(broken), null));

test("comments and trailing commas stay where the client takes them", () => {
  assert.equal(mended('{ // x\n "a":1, "b":2, }', "jsonc"), null);
  assert.equal(mended('{ // x\n "a":1 "b":2, }', "jsonc"), '{ // x\n "a":1, "b":2, }');
});

test("UTF-16 becomes UTF-8, with the same text", () => {
  const text = '{"a":"\u00e9\u20ac\u{1F600}",}';
  for (const bytes of [
    Buffer.from(`\uFEFF${text}`, "utf16le"),
    Buffer.from(`\uFEFF${text}`, "utf16le").swap16(),
  ])
    assert.equal(
      Buffer.from(mendFile(bytes, "json")?.bytes ?? []).toString(),
      '{"a":"\u00e9\u20ac\u{1F600}"}',
    );
});

test("what is shown of a change holds no value", () => {
  const whole = mendFile(Buffer.from(MISSING_COMMA), "json");
  assert.ok(whole);
  assert.deepEqual(mendedLines(whole, "json"), [
    { kind: "removed", line: 7, text: "    }" },
    { kind: "added", line: 7, text: "    }," },
  ]);
  const secret = '{"env":{"TOKEN":"hunter2"  "B":"swordfish"}}';
  const shown = JSON.stringify(mendedLines(mendFile(Buffer.from(secret), "json") ?? whole, "json"));
  assert.doesNotMatch(shown, /hunter2|swordfish/);
  assert.match(shown, /TOKEN/);
});

/** A JSON text with the places of its commas. */
const DOCUMENTS = fc
  .record({
    mcpServers: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.record({ command: fc.string(), args: fc.array(fc.string(), { maxLength: 4 }) }),
      { minKeys: 1, maxKeys: 4 },
    ),
    other: fc.jsonValue({ maxDepth: 3 }),
  })
  .map((value) => JSON.stringify(value, null, 2));

function commasOf(text: string): readonly number[] {
  const places: number[] = [];
  const strings = /"(?:[^"\\]|\\.)*"|,/g;
  for (let found = strings.exec(text); found !== null; found = strings.exec(text))
    if (found[0] === ",") places.push(found.index);
  return places;
}

test("whichever commas are taken away, the same comes back", () => {
  fc.assert(
    fc.property(DOCUMENTS, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (text, picks) => {
      const commas = commasOf(text);
      fc.pre(commas.length > 0);
      const gone = new Set(picks.map((pick) => commas[pick % commas.length]));
      const without = text.split("").filter((_, index) => !gone.has(index));
      assert.equal(mended(without.join("")), text);
    }),
  );
});

test("of any text at all: nothing, or what a strict reader takes", () => {
  const pieces = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"b"',
    "1",
    "\u201c",
    "'",
    "\n",
    "//",
    "true",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
      const whole = mended(parts.join(""));
      if (whole !== null) JSON.parse(whole);
    }),
    { numRuns: 2000 },
  );
});
