import type { NameEvidence } from "../model/evidence.ts";
import { PinfoldError } from "../errors.ts";
import type { PinPlace, PinSet } from "../lockfile/pin-set.ts";
import { contradictions, type OwnClaims } from "../names/claims.ts";
import { type KnownName, resemblances } from "../names/resemblance.ts";
import { WELL_KNOWN } from "../names/well-known.ts";
import type { KnownServer } from "./servers.ts";

const WHY: Readonly<Record<KnownName["why"], string>> = {
  pinned: "which is pinned here",
  "well-known": "which many use",
};

/** Names of the servers that are pinned, and of well-known ones. */
export function knownNames(set: PinSet): readonly KnownName[] {
  const pinned = set.places.flatMap((place) =>
    (["npm", "pypi"] as const).flatMap((ecosystem) =>
      pathsOf(set, place, ecosystem).map((path): KnownName => {
        const [, file = ""] = /\/([^,]+?)(?:,.*)?\.json$/.exec(path) ?? [];
        return { ecosystem, name: file.replace("+", "/"), why: "pinned" };
      }),
    ),
  );
  return [...pinned, ...WELL_KNOWN];
}

/** Of a directory that cannot be listed no name is known; its pins say for themselves that they are lost. */
function pathsOf(set: PinSet, place: PinPlace, ecosystem: "npm" | "pypi"): readonly string[] {
  try {
    return set.list(place, ecosystem);
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return [];
    throw thrown;
  }
}

/**
 * What the name of a server's package looks like, and what its own words of its origin contradict. Null for
 * what is no package.
 */
export function nameEvidence(
  { entry, npm, pypi, subject }: KnownServer,
  known: readonly KnownName[],
  claims: OwnClaims | null = null,
): NameEvidence | null {
  const named = npm ?? pypi;
  if (named === null || subject === null) return null;
  const { ecosystem, name } = named;
  return {
    name: entry.name,
    location: entry.source,
    label: subject,
    resembles: resemblances({ ecosystem, name: name.replace(/\[.*$/, "") }, known).map(
      ({ other, how }) => ({
        other: `${other.ecosystem}:${other.name}`,
        why: WHY[other.why],
        how,
      }),
    ),
    contradictions: claims === null ? [] : contradictions(claims),
  };
}
