import { comparePackage, rankedDifference } from "../difference/compare-package.ts";
import type { PackageChange, RankedDifference } from "../difference/difference.ts";
import type { Demands, PackageState } from "../difference/package-state.ts";
import type { ChangedPin } from "./changed-packages.ts";

export interface CompareContext<Pin> {
  /** A pinned package as it is compared. */
  readonly stateOf: (name: string, pin: Pin) => Promise<PackageState>;
  readonly demands: Demands;
  readonly withSource: boolean;
  readonly onProgress: (text: string) => void;
}

/**
 * How one tree differs from another, the riskiest first. Only packages that differ are fetched, one
 * after the other: the bytes of two archives are all that is held.
 */
export async function compareChanged<Pin extends { readonly version: string }>(
  { stateOf, demands, withSource, onProgress }: CompareContext<Pin>,
  changed: readonly ChangedPin<Pin>[],
): Promise<RankedDifference> {
  const packages: PackageChange[] = [];
  for (const [index, { name, from, to }] of changed.entries()) {
    onProgress(`compared ${index} of ${changed.length} packages`);
    if (to === null) {
      packages.push(gone(name, from?.version ?? null));
      continue;
    }
    const pair = {
      from: from === null ? null : await stateOf(name, from),
      to: await stateOf(name, to),
    };
    packages.push(comparePackage(pair, demands, withSource));
  }
  return rankedDifference(packages);
}

/** What is removed runs no more: nobody needs its files. */
function gone(name: string, from: string | null): PackageChange {
  return { name, from, to: null, risks: [], files: [], moreFiles: 0, filesUnknown: null };
}
