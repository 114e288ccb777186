import type { EvidenceMap } from "../model/evidence.ts";
import type { FindingDraft, Severity } from "../model/finding.ts";

type Checks = {
  readonly [Kind in keyof EvidenceMap]?: (evidence: EvidenceMap[Kind]) => Iterable<FindingDraft>;
};

/**
 * One thing that can be wrong. A rule knows the evidence and nothing else: no clock, no disk, no
 * other rule. Its id is the user's handle: report, documentation page, `explain`.
 */
export interface Rule<Id extends string = string> {
  readonly id: Id;
  /** A sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** The verdict that a finding leads to where no error stands; absent: none. */
  readonly verdict?: "unlocked" | "inconclusive";
  readonly docs: {
    /** Why it matters: what an attacker gains, what breaks. */
    readonly why: string;
    /** What to do, with commands. */
    readonly remedy: string;
  };
  readonly checks: Checks;
}

export function defineRule<const Id extends string>(rule: Rule<Id>): Rule<Id> {
  return rule;
}
