import { comparePackage, rankedDifference } from "../../difference/compare-package.ts";
import type { PackageChange, RankedDifference } from "../../difference/difference.ts";
import type { Demands } from "../../difference/package-state.ts";
import type { NpmLockfile } from "../../lockfile/schema.ts";
import { changedPackages } from "./changed-packages.ts";
import { packageState, type StateContext } from "./package-states.ts";

/**
 * How the tree of one lockfile differs from that of another, the riskiest first. Only packages that
 * differ are fetched, one after the other: the bytes of two archives are all that is held.
 */
export async function compareLockfiles(
  context: StateContext & { readonly onProgress: (text: string) => void },
  { before, after }: { readonly before: NpmLockfile; readonly after: NpmLockfile },
  demands: Demands,
  withSource = false,
): Promise<RankedDifference> {
  const changed = changedPackages(before, after);
  const packages: PackageChange[] = [];
  for (const [index, { name, from, to }] of changed.entries()) {
    context.onProgress(`compared ${index} of ${changed.length} packages`);
    if (to === null) {
      packages.push(gone(name, from?.version ?? null));
      continue;
    }
    const pair = {
      from: from === null ? null : await packageState(context, name, from),
      to: await packageState(context, name, to),
    };
    packages.push(comparePackage(pair, demands, withSource));
  }
  return rankedDifference(packages);
}

/** What is removed runs no more: nobody needs its files. */
function gone(name: string, from: string | null): PackageChange {
  return { name, from, to: null, risks: [], files: [], moreFiles: 0, filesUnknown: null };
}
