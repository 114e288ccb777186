import assert from "node:assert/strict";
import { test } from "node:test";

import { applyRules, joinEvidence } from "../../src/rules/apply.ts";
import { RULES } from "../../src/rules/index.ts";

test("failures of several sources add up: a later one does not hide a damaged record", () => {
  const failure = (message: string, isDamagedState: boolean) => ({
    failures: [{ message, hint: "look at it", isDamagedState, tampered: null }],
  });
  const joined = joinEvidence(failure("a record is damaged", true), failure("busy", false));
  const findings = applyRules(RULES, joined, "claude-desktop/gull");
  const told = new Map(findings.map(({ ruleId, message }) => [ruleId, message]));
  assert.equal(told.get("damaged-state"), "a record is damaged");
  assert.equal(told.get("judgement-failed"), "busy");
});
