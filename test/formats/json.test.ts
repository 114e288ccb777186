import assert from "node:assert/strict";
import { test } from "node:test";

import { parseJson } from "../../src/formats/json.ts";
import { countNodes } from "./value.ts";

const STRICT = { comments: false, trailingCommas: false };

test("a long list that is valid is read, as far as a person's file could go", () => {
  const list = (length: number): string => `[${"1,".repeat(length)}1]`;
  assert.deepEqual(parseJson(list(100_000), STRICT).problems, []);
  const { root, problems } = parseJson(list(500_000), STRICT);
  assert.match(problems[0]?.message ?? "", /not read further/);
  assert.ok(countNodes(root) <= 400_001);
});

test("a long list that is broken is given up early", () => {
  const { root, problems } = parseJson(`[${"1,".repeat(500_000)}`, STRICT);
  assert.match(problems[0]?.message ?? "", /not read further/);
  assert.ok(countNodes(root) <= 20_001);
});
