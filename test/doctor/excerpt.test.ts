import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { excerptOf } from "../../src/doctor/excerpt/excerpt.ts";
import { maskedLine } from "../../src/doctor/excerpt/masked-line.ts";

const shown = (line: string, format: "json" | "toml" | "yaml" = "json"): string =>
  maskedLine(line, format).text;

test("names, options, launchers and packages of a scope are shown; values are not", () => {
  const rows: readonly (readonly [string, string])[] = [
    ['"env": { "TOKEN": "hunter2" }', '"env": { "TOKEN": "…" }'],
    ['"command": "npx",', '"command": "npx",'],
    [
      '"args": ["-y", "@scope/name@1.2.3", "--root", "/home/ada"]',
      '"args": ["-y", "@scope/name@1.2.3", "--root", "…"]',
    ],
    ['"TOKEN": "hunter2', '"TOKEN": "…'],
    ['"TOKEN: "hunter2"', '"…"…"'],
    ["\u201cTOKEN\u201d: \u201chunter2\u201d", "\u201cTOKEN\u201d: \u201c…\u201d"],
    ["TOKEN=hunter2", "…=…"],
    ["// the old one was hunter2", "// …"],
    ['"ghp_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm8": 1', '"…": 1'],
    ['"port": 8080, "pin": 123456', '"port": 8080, "pin": …'],
  ];
  for (const [line, expected] of rows) assert.equal(shown(line), expected);
});

test("TOML and YAML: the name before the value, and no value", () => {
  assert.equal(shown('TOKEN = "hunter2"', "toml"), 'TOKEN = "…"');
  assert.equal(shown("[mcp_servers.a]", "toml"), "[mcp_servers.a]");
  assert.equal(shown("  TOKEN: hunter2 # mine", "yaml"), "  TOKEN: … # …");
  assert.equal(shown("hunter2 in a block of text", "yaml"), "… … … … … …");
});

test("the caret stands under the same thing, however much is left out before it", () => {
  const line = '  "env": { "A": "a long secret that is left out" "B": "x" }';
  const excerpt = excerptOf([line], { line: 1, column: line.indexOf('"B"') + 1 }, "json");
  const [only] = excerpt?.lines ?? [];
  assert.equal(only?.text.slice(excerpt?.caret ?? 0, (excerpt?.caret ?? 0) + 3), '"B"');
});

test("a value that is told in words is shown at the caret, and nowhere else", () => {
  const line = '"command": "heron-mcp", "args": ["heron-mcp", "C:\\\\srv\\\\a.js", "/"]';
  const shownWith = (value: string, words: string): string | undefined => {
    const at = { line: 1, column: line.indexOf(value) + 1 };
    return excerptOf([line], at, "json", words)?.lines[0]?.text;
  };
  const words = "heron-mcp is not on the PATH: C:\\srv\\a.js, and it is given /: all";
  const rest = '"args": ["…", "…", "…"]';
  assert.equal(shownWith('"heron-mcp"', words), `"command": "heron-mcp", ${rest}`);
  assert.equal(shownWith('"C:', words), '"command": "…", "args": ["…", "C:\\\\srv\\\\a.js", "…"]');
  assert.equal(shownWith('"/"', words), '"command": "…", "args": ["…", "…", "/"]');
  assert.equal(shownWith('"heron-mcp"', "a heron-mcp-server, a heron"), `"command": "…", ${rest}`);
});

test("of a long line a part is shown, with the caret in it", () => {
  const line = `{${'"a": 1, '.repeat(500)} ? }`;
  const excerpt = excerptOf([line], { line: 1, column: line.indexOf("?") + 1 }, "json");
  const [only] = excerpt?.lines ?? [];
  assert.equal(only?.text.charAt(excerpt?.caret ?? 0), "…");
  assert.ok((excerpt?.lines[0]?.text.length ?? 999) < 110);
});

test("whatever a value is, none of it is shown, also where quotes are missing", () => {
  const secrets = fc
    .stringMatching(/^[A-Za-z0-9+/_=-]{12,60}$/)
    .filter((text) => !text.startsWith("-"));
  const lines = [
    (s: string) => `"env": { "TOKEN": "${s}" }`,
    (s: string) => `"env": { "TOKEN: "${s}" }`,
    (s: string) => `"TOKEN": ${s},`,
    (s: string) => `"args": ["--token" "${s}"]`,
    (s: string) => `"args": ["--token=${s}"]`,
    (s: string) => `"url": "https://ada:${s}@example.test/"`,
    (s: string) => `TOKEN = ${s}`,
  ];
  fc.assert(
    fc.property(secrets, fc.constantFrom(...lines), (secret, line) => {
      for (const format of ["json", "toml", "yaml"] as const)
        assert.ok(!maskedLine(line(secret), format).text.includes(secret));
    }),
    { numRuns: 500 },
  );
});
