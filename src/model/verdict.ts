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

/** A finding with the verdict that its rule leads to, where that is no error. */
export interface Weighed {
  readonly finding: Finding;
  readonly verdict: "unlocked" | "inconclusive" | null;
}

/**
 * The verdict of one server. An error outweighs everything; then "there is no pin for this"
 * outweighs "this could not be settled", and only a server without either is verified.
 */
export function judge(weighed: readonly Weighed[]): Judgement {
  const error = weighed.find(({ finding }) => finding.severity === "error");
  if (error !== undefined) return { verdict: "violated", reason: error.finding.message };
  for (const verdict of ["unlocked", "inconclusive"] as const) {
    const decisive = weighed.find((one) => one.verdict === verdict);
    if (decisive !== undefined) return { verdict, reason: decisive.finding.message };
  }
  return { verdict: "verified", reason: null };
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
