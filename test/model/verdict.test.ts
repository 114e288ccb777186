import assert from "node:assert/strict";
import { test } from "node:test";

import type { Finding, Severity } from "../../src/model/finding.ts";
import { exitCodeOf, judge, type Verdict, type Weighed } from "../../src/model/verdict.ts";

const weighed = (severity: Severity, verdict: Weighed["verdict"] = null): Weighed => {
  const nothing = { location: null, pinned: null, observed: null, wouldRun: null };
  const finding: Finding = {
    ruleId: "storm",
    severity,
    server: "claude-desktop/gull",
    message: `${severity} ${verdict ?? ""}`,
    remedy: "wait",
    ...nothing,
  };
  return { finding, verdict };
};

const error = weighed("error");
const unlocked = weighed("note", "unlocked");
const inconclusive = weighed("warning", "inconclusive");
const warning = weighed("warning");

for (const [title, findings, verdict] of [
  ["nothing at all", [], "verified"],
  ["warnings and notes without a verdict", [warning, weighed("note")], "verified"],
  ["an error after everything else", [inconclusive, unlocked, error], "violated"],
  ["no pin and something unsettled", [inconclusive, unlocked], "unlocked"],
  ["something unsettled", [warning, inconclusive], "inconclusive"],
] as const) {
  test(`${title} makes a server ${verdict}`, () => assert.equal(judge(findings).verdict, verdict));
}

test("the reason is the message of what decided", () => {
  assert.equal(judge([inconclusive, unlocked]).reason, unlocked.finding.message);
  assert.equal(judge([warning]).reason, null);
});

const codes: readonly (readonly [
  verdicts: readonly Verdict[],
  unreadable: number,
  code: number,
])[] = [
  [["verified"], 0, 0],
  [["verified", "accepted"], 0, 0],
  [[], 0, 3],
  [[], 1, 3],
  [["verified"], 1, 3],
  [["verified", "unlocked"], 0, 3],
  [["verified", "inconclusive"], 0, 3],
  [["violated", "unlocked", "verified"], 0, 1],
  [["violated"], 1, 1],
];

for (const [verdicts, unreadable, code] of codes) {
  test(`${verdicts.join(", ") || "no server"} and ${unreadable} unreadable files exit ${code}`, () =>
    assert.equal(exitCodeOf(verdicts, unreadable), code));
}
