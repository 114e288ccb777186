import type { AuditEntry } from "../model/audit.ts";
import type { Finding } from "../model/finding.ts";
import { printable } from "../model/text.ts";
import type { Verdict } from "../model/verdict.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import { plain } from "../reporters/style.ts";
import type { Evidence } from "../rules/apply.ts";
import { judgeEvidence } from "../verify/judge.ts";

const MOST_FINDINGS = 20;

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly verdict: Verdict;
  readonly reason: string | null;
}

/** What the rules make of a start that is not plainly clean. */
export function judgeStart(evidence: Evidence, label: string): Judgement {
  return judgeEvidence(evidence, label);
}

/** Only what is proved starts; a warning does not stand in the way. */
export function mayStart({ verdict }: Judgement): boolean {
  return verdict === "verified";
}

/**
 * Lines for standard error, which clients keep in a log: each begins with our name, so that they are
 * found among those of the server, and the first says what became of the start.
 */
export function startText(
  label: string,
  judgement: Pick<Judgement, "findings" | "reason">,
  { isRefused, home }: { readonly isRefused: boolean; readonly home: string },
): string {
  const { findings, reason } = judgement;
  const shown = findings.filter(({ severity }) => isRefused || severity !== "note");
  const blocks = shown.map((finding) => findingBlock(finding, null, { style: plain, home }));
  const why = reason === null ? "" : `: ${printable(reason, 400)}`;
  const head = isRefused ? `refused to start ${printable(label, 200)}${why}\n` : "";
  const text = `${head}${blocks.join("")}`.trimEnd();
  if (text === "") return "";
  return text
    .split("\n")
    .map((line) => `pinfold: ${line}\n`)
    .join("");
}

/** What the log says of a start that was judged. */
export function startEntry(
  event: "run-refused" | "run-started",
  label: string,
  { findings, reason }: Judgement,
): AuditEntry {
  const [first] = findings;
  const why = reason ?? first?.message ?? "its pin does not stand for it";
  return {
    event,
    message:
      event === "run-refused" ? `${label} was not started: ${why}` : `${label} was started: ${why}`,
    subject: label,
    ...(first === undefined ? {} : { rule: first.ruleId }),
    details: {
      findings: findings
        .slice(0, MOST_FINDINGS)
        .map(({ severity, ruleId, message }) => `${severity} ${ruleId}: ${message}`),
    },
  };
}
