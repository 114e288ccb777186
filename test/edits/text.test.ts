import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { editableText } from "../../src/edits/text.ts";

const MARKS: readonly (readonly [string, Buffer, BufferEncoding])[] = [
  ["UTF-8", Buffer.alloc(0), "utf8"],
  ["UTF-8 with a mark", Buffer.from([0xef, 0xbb, 0xbf]), "utf8"],
  ["UTF-16 LE", Buffer.from([0xff, 0xfe]), "utf16le"],
];

for (const [name, mark, encoding] of MARKS)
  test(`${name} is read, and written back the same`, () => {
    const bytes = Buffer.concat([mark, Buffer.from('{"naïve": "🐚"}\r\n', encoding)]);
    const editable = editableText(bytes);
    assert.equal(editable?.text, '{"naïve": "🐚"}\r\n');
    const changed = Buffer.concat([mark, Buffer.from("ß", encoding)]);
    assert.deepEqual(Buffer.from(editable.encode("ß")), changed);
  });

test("UTF-16 BE is read, and written back the same", () => {
  const bytes = Buffer.concat([
    Buffer.from([0xfe, 0xff]),
    Buffer.from("shell", "utf16le").swap16(),
  ]);
  const editable = editableText(bytes);
  assert.equal(editable?.text, "shell");
  assert.deepEqual(Buffer.from(editable.encode("shell")), bytes);
});

test("bytes that no text stands for exactly are none", () => {
  assert.equal(editableText(Uint8Array.of(0x7b, 0xff, 0x7d)), null);
  assert.equal(editableText(Uint8Array.of(0xff, 0xfe, 0x41)), null);
  assert.equal(editableText(Uint8Array.of(0xfe, 0xff, 0x00, 0x41, 0x00)), null);
});

test("whatever is taken for text is written back as it was", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc
      .tuple(fc.constantFrom(...MARKS.map(([, mark]) => mark)), fc.uint8Array({ maxLength: 40 }))
      .map(([mark, rest]) => Buffer.concat([mark, rest])),
  );
  fc.assert(
    fc.property(bytes, (given) => {
      const copy = Buffer.from(given);
      const editable = editableText(given);
      assert.deepEqual(Buffer.from(given), copy);
      if (editable !== null) assert.deepEqual(Buffer.from(editable.encode(editable.text)), copy);
    }),
  );
});
