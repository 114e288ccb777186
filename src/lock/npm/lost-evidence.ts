import type { PackageEvidence } from "../../model/evidence-difference.ts";
import { exceptionText } from "../../policy/block.ts";
import { packagePurl } from "../../policy/pattern.ts";
import { compareSuccessor, isLoss } from "../../provenance/compare.ts";
import type { LockContext } from "../define.ts";
import type { FetchedPackage } from "./fetch-packages.ts";
import type { NpmPlan } from "./plan.ts";

/**
 * Versions after a pinned one that lost what that had, whichever server needs them. What a policy lets pass
 * is not told: the plan shows the evidence of every package.
 */
export function lostEvidence(context: LockContext, plan: NpmPlan): readonly PackageEvidence[] {
  return plan.packages.flatMap((one) => lost(context, plan, one) ?? []);
}

function lost(
  { pins, world }: LockContext,
  { predecessors }: NpmPlan,
  { facts, evidence, pin }: FetchedPackage,
): PackageEvidence | null {
  const { name, version } = facts;
  const before = predecessors.of(name, version);
  if (before === null || evidence.invalid.length > 0) return null;
  const what = { subject: packagePurl("npm", name), observed: pin.integrity };
  const today = world.machine.now.toISOString().slice(0, 10);
  const loss = pins.policies.answersLoss(what, today);
  const change = pins.policies.answersIdentityChange(what, today);
  const differences = compareSuccessor(before.evidence, evidence).filter(
    (one) => one.weight === "block" && (isLoss(one) ? loss : change).isBlocked,
  );
  const [first] = differences;
  if (first === undefined) return null;
  const rule = isLoss(first) ? "weaker-evidence" : "identity-changed";
  const file = (isLoss(first) ? loss : change).at?.file ?? "policy.json";
  return {
    package: name,
    version: `${version}, after the pinned ${before.version},`,
    differences,
    remedy: `ask the package's authors; ${exceptionText(file, { rule, ...what })}`,
  };
}
