import type { Finding } from "../model/finding.ts";
import { judge, type Verdict } from "../model/verdict.ts";
import { applyRules, bySeverity, type Evidence } from "../rules/apply.ts";
import { RULES } from "../rules/index.ts";

/** Findings of all rules, errors first, and the verdict that they come to. */
export function judgeEvidence(
  evidence: Evidence,
  id: string,
  excepted: Excepted = NOTHING_EXCEPTED,
): { findings: readonly Finding[]; verdict: Verdict; reason: string | null } {
  const leadsTo = new Map<string, "unlocked" | "inconclusive" | undefined>(
    RULES.map((rule) => [rule.id, "verdict" in rule ? rule.verdict : undefined]),
  );
  const judged = excepted(applyRules(RULES, evidence, id));
  const findings = judged.findings.toSorted(bySeverity);
  const weighed = findings.map((finding) => ({
    finding,
    verdict: judged.lifted.has(finding) ? null : (leadsTo.get(finding.ruleId) ?? null),
  }));
  const { verdict, reason } = judge(weighed);
  const [exception] = judged.lifted;
  // What a policy lets through is not what was pinned.
  if (verdict === "verified" && exception !== undefined)
    return { findings, verdict: "accepted", reason: exception.message };
  return { findings, verdict, reason };
}

/** Findings with those that a policy excepts turned into notes, and which those are. */
export type Excepted = (findings: readonly Finding[]) => {
  readonly findings: readonly Finding[];
  readonly lifted: ReadonlySet<Finding>;
};

const NOTHING_EXCEPTED: Excepted = (findings) => ({ findings, lifted: new Set() });
