import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { DIAGNOSES } from "../../src/doctor/index.ts";
import { RULES } from "../../src/rules/index.ts";

test("the list of diagnoses is the folder", () => {
  const files = readdirSync(new URL("../../src/doctor/diagnoses", import.meta.url))
    .map((name) => name.replace(/\.ts$/, ""))
    .toSorted();
  assert.deepEqual(DIAGNOSES.map(({ id }) => id as string).toSorted(), files);
});

test("no diagnosis has the name of a rule: explain knows both", () => {
  const rules = new Set<string>(RULES.map(({ id }) => id));
  assert.deepEqual(
    DIAGNOSES.filter(({ id }) => rules.has(id)),
    [],
  );
});

test("titles are sentences without a full stop, and texts of the documentation have one", () => {
  for (const { id, title, docs } of DIAGNOSES) {
    assert.doesNotMatch(title, /\.$/, id);
    assert.match(docs.why, /[.]$/, id);
    assert.ok(docs.remedy.length > 0, id);
  }
});
