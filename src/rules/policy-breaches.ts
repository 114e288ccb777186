import type { EvidenceMap } from "../model/evidence.ts";
import type { FindingDraft } from "../model/finding.ts";
import type { BreachRule } from "../policy/breaches.ts";

/** A rule's own breaches of what policies demand of pins. */
export function breaches(
  rule: BreachRule,
): (evidence: EvidenceMap["policy"]) => Iterable<FindingDraft> {
  return function* ({ breaches: all }) {
    for (const { rule: own, message, at, observed, exception } of all) {
      if (own !== rule) continue;
      yield {
        message,
        location: at,
        ...(observed === null ? {} : { observed }),
        remedy: exception,
      };
    }
  };
}
