import type { Finding } from "./finding.ts";

export type Verdict = "verified" | "violated" | "unlocked" | "inconclusive" | "accepted";

export const VERDICTS: readonly Verdict[] = [
  "verified",
  "violated",
  "unlocked",
  "inconclusive",
  "accepted",
];

export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string | null;
}

/**
 * The verdict of one server. An error outweighs everything; a state that was found on the way
 * (`unlocked`, `inconclusive`, `accepted`) outweighs `verified`, which is only given to a server of
 * which everything was read and equals its pin.
 */
export function judge(findings: readonly Finding[], state: Judgement | null): Judgement {
  const error = findings.find((finding) => finding.severity === "error");
  if (error !== undefined) return { verdict: "violated", reason: error.message };
  return state ?? { verdict: "verified", reason: null };
}

/** Exit codes of the contract: what a shell or CI reads. */
export const EXIT = { clean: 0, violated: 1, usage: 2, unsettled: 3, failed: 4 } as const;

/** 1 beats 3 beats 0; nothing judged at all is 3, never clean. */
export function exitCodeOf(verdicts: readonly Verdict[], unreadableFiles: number): number {
  if (verdicts.includes("violated")) return EXIT.violated;
  if (verdicts.length === 0 || unreadableFiles > 0) return EXIT.unsettled;
  const settled = verdicts.every((verdict) => verdict === "verified" || verdict === "accepted");
  return settled ? EXIT.clean : EXIT.unsettled;
}
