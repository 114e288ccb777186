import type { Finding } from "../model/finding.ts";
import type { BreachRule } from "./breaches.ts";
import type { PoliciesInForce } from "./in-force.ts";
import { placeOf } from "./policy.ts";

// What a policy demands only its own exceptions lift, and they were asked where it was judged.
const OWN_EXCEPTIONS: ReadonlySet<string> = new Set<BreachRule>([
  "denied-install-script",
  "denied-source",
  "demanded-provenance",
  "uncovered-platform",
]);

/**
 * Findings with those that a policy excepts turned into notes. What was excepted is told, and with
 * whose words; a server with nothing else is `accepted`, not `verified`: it is not what was pinned.
 */
export function exceptFindings(
  policies: PoliciesInForce,
  { subject, today }: { readonly subject: string | null; readonly today: string },
  findings: readonly Finding[],
): { readonly findings: readonly Finding[]; readonly lifted: ReadonlySet<Finding> } {
  const lifted = new Set<Finding>();
  if (policies.all.length === 0 || subject === null) return { findings, lifted };
  const answered = findings.map((finding): Finding => {
    const { ruleId: rule, observed } = finding;
    if (finding.severity === "note" || observed === null || OWN_EXCEPTIONS.has(rule))
      return finding;
    const what = { rule, subject, observed };
    const exception = policies.exceptionFor(what, today);
    if (exception === null) return withEnded(policies, finding, what, today);
    const { reason, until } = exception.value;
    const note: Finding = {
      ...finding,
      severity: "note",
      message: `${finding.message}; excepted until ${until} by ${placeOf(exception.at)}: ${reason}`,
      remedy: "nothing until then",
    };
    lifted.add(note);
    return note;
  });
  return { findings: answered, lifted };
}

/** Who relied on an exception is told that it is over. */
function withEnded(
  policies: PoliciesInForce,
  finding: Finding,
  what: Parameters<PoliciesInForce["endedException"]>[0],
  today: string,
): Finding {
  const ended = policies.endedException(what, today);
  if (ended === null) return finding;
  return {
    ...finding,
    message: `${finding.message}; the exception of ${placeOf(ended.at)} ended on ${ended.value.until}`,
  };
}
