import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { count, grouped, printable, printableJson } from "../../src/model/text.ts";

const rows: readonly (readonly [title: string, text: string, shown: string])[] = [
  ["plain text", "zod 4.1.0 was changed", "zod 4.1.0 was changed"],
  ["letters of one script", "übermäßig, Ελλάδα, 日本語", "übermäßig, Ελλάδα, 日本語"],
  ["a colour", "a\u001b[31mred", "a\\u{1b}[31mred"],
  ["a new line", "a\nb", "a\\u{a}b"],
  ["a carriage return", "a\rb", "a\\u{d}b"],
  ["a C1 control", "a\u009bb", "a\\u{9b}b"],
  ["a bidi override", "gpj.\u202eexe", "gpj.\\u{202e}exe"],
  ["a bidi isolate", "a\u2066b", "a\\u{2066}b"],
  ["a zero width joiner", "pay\u200dpal", "pay\\u{200d}pal"],
  ["a soft hyphen", "pay\u00adpal", "pay\\u{ad}pal"],
  ["a blank that is no blank", "a\u00a0b\u2003c", "a\\u{a0}b\\u{2003}c"],
  ["nothing but a filler", "\u3164", "\\u{3164}"],
  ["a filler that looks like nothing", "a\u3164b\u115fc", "a\\u{3164}b\\u{115f}c"],
  ["an empty braille cell", "a\u2800b", "a\\u{2800}b"],
  ["a variation selector", "a\ufe0fb\u{e0101}", "a\\u{fe0f}b\\u{e0101}"],
  ["a line separator", "a\u2028b", "a\\u{2028}b"],
  ["a private letter", "a\ue000b", "a\\u{e000}b"],
  ["half a character", "a\ud83d", "a\\u{d83d}"],
  ["a tag character", "a\u{e0041}b", "a\\u{e0041}b"],
  ["a Cyrillic letter among Latin ones", "p\u0430ypal", "p\\u{430}ypal"],
  ["a Greek letter among Latin ones", "g\u03bfogle ok", "g\\u{3bf}ogle ok"],
];

for (const [title, text, shown] of rows) {
  test(`${title} is shown as ${JSON.stringify(shown)}`, () => assert.equal(printable(text), shown));
}

test("nothing that a terminal obeys is left of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      assert.doesNotMatch(printable(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      assert.doesNotMatch(printableJson({ [text]: text }, 0), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      assert.deepEqual(JSON.parse(printableJson([text])), [text]);
    }),
  );
});

test("a long text is cut", () => {
  assert.equal(printable("a".repeat(1000)).length, 401);
  assert.equal(printable("abcdef", 3), "abc…");
});

test("numbers are grouped, and one is one", () => {
  assert.deepEqual([1, 999, 1000, 4108, 1234567].map(grouped), [
    "1",
    "999",
    "1,000",
    "4,108",
    "1,234,567",
  ]);
  assert.equal(count(1, "file"), "1 file");
  assert.equal(count(0, "entry", "entries"), "0 entries");
});
