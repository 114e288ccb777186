import { comparePackage, rankedDifference } from "../difference/compare-package.ts";
import type { PackageChange, RankedDifference, Risk } from "../difference/difference.ts";
import type { SignalId } from "../difference/signals/index.ts";
import type { PackageState } from "../difference/package-state.ts";
import type { LockfileOf } from "../lockfile/schema.ts";
import type { LockedEcosystem } from "../model/subject.ts";
import type { ChangeContext, Differ } from "./define.ts";

export interface Compared {
  readonly difference: RankedDifference;
  /** Nothing was fetched: what archives and registries say is not known. */
  readonly isOffline: boolean;
}

interface Ends<Kind extends LockedEcosystem> {
  readonly before: LockfileOf[Kind] | null;
  readonly after: LockfileOf[Kind];
}

/**
 * How the trees of two lockfiles of one subject differ, the riskiest first. Packages are fetched one
 * after the other: the bytes of two archives are all that is held.
 */
export async function differenceOf<Kind extends LockedEcosystem, Pin>(
  differ: Differ<Kind, Pin>,
  context: ChangeContext,
  { before, after }: Ends<Kind>,
): Promise<Compared> {
  const { online, demands, withSource, onProgress } = context;
  const both = [before, after].filter((one) => one !== null);
  const fetched = online === null ? null : await differ.online({ ...context, online }, both);
  const stateOf = async (
    lockfile: LockfileOf[Kind] | null,
    name: string,
    pin: Pin | null,
  ): Promise<PackageState | null> => {
    if (lockfile === null || pin === null) return null;
    return fetched === null ? differ.offline(lockfile, name, pin) : fetched(name, pin);
  };
  const changed = differ.changed(before, after);
  const packages: PackageChange[] = [];
  for (const [index, { name, from, to }] of changed.entries()) {
    onProgress(`${after.subject}: compared ${index} of ${changed.length} packages`);
    const now = await stateOf(after, name, to);
    if (now !== null) {
      const pair = { from: await stateOf(before, name, from), to: now };
      packages.push(comparePackage(pair, demands, withSource));
    } else if (before !== null && from !== null)
      packages.push(gone(name, differ.offline(before, name, from).version));
  }
  const unsaid = [...(fetched === null ? UNKNOWN_OFFLINE : []), ...(before === null ? OF_NEW : [])];
  return {
    difference: rankedDifference(packages.map((one) => without(one, unsaid))),
    isOffline: fetched === null,
  };
}

/** What only an archive or a registry can say: silence on it is said once, for all. */
const UNKNOWN_OFFLINE: readonly SignalId[] = ["young-package", "uncompared-files"];
/** Of a server that is new every package is. */
const OF_NEW: readonly SignalId[] = ["new-package"];

function without(one: PackageChange, ids: readonly SignalId[]): PackageChange {
  const isOffline = ids.includes("uncompared-files");
  const risks = one.risks.filter(({ id }) => !ids.includes(id));
  return {
    ...one,
    filesUnknown: isOffline ? null : one.filesUnknown,
    risks: isOffline ? risks.map(bare) : risks,
  };
}

/** A new package without what a registry would say of it. */
function bare(risk: Risk): Risk {
  return risk.id === "new-package" ? { ...risk, message: "is not in the tree before" } : risk;
}

function gone(name: string, from: string): PackageChange {
  return { name, from, to: null, risks: [], files: [], moreFiles: 0, filesUnknown: null };
}
