import { compareFiles } from "./compare-files.ts";
import type { PackageChange, RankedDifference, Risk } from "./difference.ts";
import type { Demands, PackagePair } from "./package-state.ts";
import { SIGNALS } from "./signals/index.ts";

const MAX_FILES = 200;

/**
 * What a person should know of one package's move. Pure, and one package at a time, so that the bytes
 * of two archives are all that is held.
 */
export function comparePackage(
  pair: PackagePair,
  demands: Demands,
  withPatch = false,
): PackageChange {
  const { from, to } = pair;
  const { name } = to;
  const ends = { from: from?.version ?? null, to: to.version };
  const files = compareFiles(from, to, withPatch);
  const risks = SIGNALS.flatMap((signal, index) =>
    [...signal.check({ pair, files, demands })].map(({ message, block = null }): Risk => ({
      id: signal.id,
      rank: index + 1,
      title: signal.title,
      package: name,
      ...ends,
      message,
      blockedBy: block?.why ?? null,
      exception: block?.exception ?? null,
    })),
  );
  const isUnknown = to.files === null || (from !== null && from.files === null);
  return {
    name,
    ...ends,
    risks,
    files: files.slice(0, MAX_FILES),
    moreFiles: Math.max(0, files.length - MAX_FILES),
    filesUnknown: isUnknown ? "one of the two archives could not be had" : null,
  };
}

/**
 * Risks of all packages, the gravest first; packages with the gravest first, those
 * that are gone last.
 */
export function rankedDifference(packages: readonly PackageChange[]): RankedDifference {
  const gravest = ({ to, risks, files }: PackageChange): number =>
    (to === null ? Number.POSITIVE_INFINITY : 0) +
    (risks[0]?.rank ?? SIGNALS.length + 1) -
    Math.min(0.9, (files[0]?.weight ?? 0) / 100);
  const sorted = packages.toSorted((a, b) => gravest(a) - gravest(b) || (a.name < b.name ? -1 : 1));
  const risks = sorted.flatMap((one) => one.risks).toSorted((a, b) => a.rank - b.rank);
  return { packages: sorted, risks };
}
