import type { Finding } from "../model/finding.ts";
import { judge, type Verdict } from "../model/verdict.ts";
import { applyRules, bySeverity, type Evidence } from "../rules/apply.ts";
import { RULES } from "../rules/index.ts";

/** Findings of all rules, errors first, and the verdict that they come to. */
export function judgeEvidence(
  evidence: Evidence,
  id: string,
): { findings: readonly Finding[]; verdict: Verdict; reason: string | null } {
  const leadsTo = new Map<string, "unlocked" | "inconclusive" | undefined>(
    RULES.map((rule) => [rule.id, "verdict" in rule ? rule.verdict : undefined]),
  );
  const findings = applyRules(RULES, evidence, id).toSorted(bySeverity);
  const weighed = findings.map((finding) => ({
    finding,
    verdict: leadsTo.get(finding.ruleId) ?? null,
  }));
  return { findings, ...judge(weighed) };
}
