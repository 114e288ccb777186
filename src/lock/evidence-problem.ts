import type { EvidenceDifference } from "../model/evidence-difference.ts";
import { differenceText } from "../provenance/difference-text.ts";
import type { CheckProblem } from "./define.ts";

type Problem = Pick<CheckProblem, "hint" | "isWrong" | "message">;

const HINTS: Readonly<Record<EvidenceDifference["weight"], string>> = {
  block:
    "the registry serves other evidence for these bytes than when they were locked: ask the package's authors and whoever runs the registry",
  unknown:
    "run it again with the registry that was locked from: a mirror may not have what that one has",
  review: "look at who built it, and lock the server again where that is right",
  note: "",
};

/** More evidence than is pinned, or another name of the same source, is no problem. */
export function evidenceProblem(what: string, difference: EvidenceDifference): Problem | null {
  const { weight } = difference;
  if (weight === "note") return null;
  return {
    message: `${what} ${differenceText(difference)}`,
    hint: HINTS[weight],
    isWrong: weight === "block",
  };
}
