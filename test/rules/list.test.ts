import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { RULES } from "../../src/rules/index.ts";

const FOLDER = new URL("../../src/rules/", import.meta.url);
const PARTS = ["apply.ts", "define.ts", "index.ts", "remedies.ts"];

test("the list of rules has every file of the folder, each named by its id", () => {
  const files = readdirSync(FOLDER).filter((name) => !PARTS.includes(name));
  assert.deepEqual(RULES.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});

test("an error leads to no verdict of its own: it makes a server violated", () => {
  for (const rule of RULES) {
    if (rule.severity === "error") assert.equal("verdict" in rule, false, rule.id);
  }
});
