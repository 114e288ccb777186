import type { PackageEvidence } from "../model/evidence-difference.ts";
import type { ObservedEvidence } from "../model/provenance.ts";
import type { LockedEcosystem } from "../model/subject.ts";
import { exceptionText } from "../policy/block.ts";
import { packagePurl } from "../policy/pattern.ts";
import { compareSuccessor, isLoss } from "../provenance/compare.ts";
import type { LockContext } from "./define.ts";
import type { Predecessors } from "./predecessors.ts";

/** A package that would be pinned, with what could be had of who made it. */
export interface PlannedEvidence {
  readonly name: string;
  readonly version: string;
  /** Of its bytes, as an exception of a policy names them. */
  readonly digest: string | null;
  readonly evidence: ObservedEvidence;
}

/**
 * Versions after a pinned one that lost what that had, whichever server needs them. What a policy lets pass
 * is not told: the plan shows the evidence of every package.
 */
export function lostEvidence(
  context: Pick<LockContext, "pins" | "world">,
  ecosystem: LockedEcosystem,
  predecessors: Predecessors,
  packages: readonly PlannedEvidence[],
): readonly PackageEvidence[] {
  return packages.flatMap((one) => lost(context, ecosystem, predecessors, one) ?? []);
}

function lost(
  { pins, world }: Pick<LockContext, "pins" | "world">,
  ecosystem: LockedEcosystem,
  predecessors: Predecessors,
  { name, version, digest, evidence }: PlannedEvidence,
): PackageEvidence | null {
  const before = predecessors.of(name, version);
  if (before === null || evidence.invalid.length > 0) return null;
  const what = { subject: packagePurl(ecosystem, name), observed: digest };
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
