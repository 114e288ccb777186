import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { RULES } from "../../src/rules/index.ts";

const FOLDER = new URL("../../src/rules/", import.meta.url);
const PARTS = [
  "apply.ts",
  "define.ts",
  "evidence-texts.ts",
  "index.ts",
  "launcher-texts.ts",
  "online-texts.ts",
  "policy-breaches.ts",
  "remedies.ts",
  "trees.ts",
];

test("the list of rules has every file of the folder, each named by its id", () => {
  const files = readdirSync(FOLDER).filter((name) => !PARTS.includes(name));
  assert.deepEqual(RULES.map(({ id }) => `${id}.ts`).toSorted(), files.toSorted());
});

test("only a rule that also warns leads to a verdict beside that of its errors", () => {
  const both = RULES.filter((rule) => rule.severity === "error" && "verdict" in rule);
  assert.deepEqual(
    both.map(({ id }) => id),
    ["missing-launcher"],
  );
});
