import semver from "semver";

import type { ListAnswer } from "../../ports/npm-registry.ts";

/** The older ones of a package that cannot be resolved are as a rule no better. */
const MAX_CANDIDATES = 5;

export interface Wanted {
  readonly pinned: string;
  /** As the entry has it; null where it names none. */
  readonly versionSpec: string | null;
  readonly isExact: boolean;
  readonly nodeVersion: string;
}

/** Whether a version may be taken, by its age and by what is pinned. */
export type Allows = (version: string, published: string | null) => boolean;

/**
 * Versions that the pin could move to, the newest first, and the pinned one last: an update never goes
 * back by itself. An entry that names another exact version than the pinned one asks for that.
 */
export function candidates(
  { pinned, versionSpec, isExact, nodeVersion }: Wanted,
  { list, picked, newest }: ListAnswer,
  allows: Allows,
): readonly string[] {
  const asked = isExact ? semver.clean(versionSpec ?? "", { loose: true }) : null;
  if (asked !== null && asked !== pinned) return [asked];
  const top = isExact ? newest : picked;
  if (top === null) return [pinned];
  const isRange = !isExact && semver.validRange(versionSpec ?? "", { loose: true }) !== null;
  const range = isRange ? (versionSpec ?? "*") : "*";
  const fits = Object.entries(list.versions)
    .filter(
      ([version, { published, engines, deprecated }]) =>
        semver.valid(version) !== null &&
        semver.lte(version, top) &&
        semver.gt(version, pinned) &&
        (semver.prerelease(version) === null || version === top) &&
        (range === "*" || range === "" || semver.satisfies(version, range, { loose: true })) &&
        semver.satisfies(nodeVersion, engines["node"] ?? "*") &&
        deprecated === null &&
        allows(version, published),
    )
    .map(([version]) => version)
    .toSorted(semver.rcompare);
  return [...fits.slice(0, MAX_CANDIDATES), pinned];
}

/** The newest version that only its age keeps back; null where none is. */
export function heldBack(
  taken: string,
  { list, newest, picked }: ListAnswer,
): { readonly version: string; readonly published: string | null } | null {
  const version = picked !== null && newest !== null && semver.gt(picked, newest) ? picked : newest;
  if (version === null || semver.valid(version) === null || !semver.gt(version, taken)) return null;
  return { version, published: list.versions[version]?.published ?? null };
}
