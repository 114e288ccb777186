import type { EvidenceDifference, EvidenceDifferenceKind } from "../model/evidence-difference.ts";
import { differenceText } from "../provenance/difference-text.ts";
import type { RuleId } from "../rules/index.ts";
import type { CheckProblem } from "./define.ts";

type Problem = Pick<CheckProblem, "hint" | "isWrong" | "message"> & { readonly rule: RuleId };

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
  const { weight, kind } = difference;
  if (weight === "note") return null;
  return {
    rule: ruleOf(kind, weight),
    message: `${what} ${differenceText(difference)}`,
    hint: HINTS[weight],
    isWrong: weight === "block",
  };
}

/** The rule that says the same of an installed server. */
function ruleOf(kind: EvidenceDifferenceKind, weight: EvidenceDifference["weight"]): RuleId {
  if (kind === "invalid") return "invalid-evidence";
  if (kind.endsWith("-lost")) return "weaker-evidence";
  if (weight === "unknown") return "evidence-missing";
  return weight === "review" ? "built-differently" : "identity-changed";
}
