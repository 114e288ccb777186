import assert from "node:assert/strict";
import { test } from "node:test";

import { judgeBytecode, sourceOf } from "../../../src/ecosystems/pypi/bytecode.ts";

function head(flags: number, modified = 0, size = 0): string {
  const bytes = Buffer.from("a70d0d0a000000000000000000000000", "hex");
  bytes.writeUInt32LE(flags, 4);
  bytes.writeUInt32LE(modified >>> 0, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes.toString("hex");
}

test("a compiled file is its source's by time and size", () => {
  const source = { modified: 1_700_000_000, size: 12 };
  assert.equal(judgeBytecode(head(0, 1_700_000_000, 12), source), "matching");
  assert.equal(judgeBytecode(head(0, 1_700_000_001, 12), source), "stale");
  assert.equal(judgeBytecode(head(0, 1_700_000_000, 13), source), "stale");
});

test("times beyond 32 bits are compared as Python does", () => {
  const source = { modified: 2 ** 32 + 5, size: 1 };
  assert.equal(judgeBytecode(head(0, 5, 1), source), "matching");
});

test("one that Python runs without a look at its source is told apart", () => {
  const source = { modified: 1, size: 1 };
  assert.equal(judgeBytecode(head(1), source), "unchecked");
  assert.equal(judgeBytecode(head(3), source), "matching");
  for (const odd of [head(2), head(4), "", "a70d0d0a", `ffff${head(0, 1, 1).slice(8)}`])
    assert.equal(judgeBytecode(odd, source), "malformed", odd);
});

test("the source of a compiled file stands above its folder", () => {
  assert.equal(sourceOf("a/__pycache__/b.cpython-311.pyc"), "a/b.py");
  assert.equal(sourceOf("__pycache__/b.cpython-313t.opt-2.pyc"), "b.py");
  for (const path of ["a/b.pyc", "a/__pycache__/b.pyc", "a/__pycache__/c/b.cpython-311.pyc"])
    assert.equal(sourceOf(path), null, path);
});
