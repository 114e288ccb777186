import type { FileDigest } from "./digest.ts";
import type { OddEntry } from "./npm-tree.ts";

/** What a tree was compared with: the team's pin, or what was first seen on this machine. */
export type Reference = "lockfile" | "baseline";

/** A package at the version of its reference whose files are others. */
export interface ChangedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly against: Reference;
  readonly pinned: string;
  readonly observed: string;
  /** The observed files; packages bundled in the archive are among them. Null where not kept. */
  readonly entries: readonly FileDigest[] | null;
  /** File by file; null where no manifest of the pinned digest is known. */
  readonly files: readonly FileChange[] | null;
}

export interface FileChange {
  readonly kind: "modified" | "added" | "missing";
  /** Relative to the package. */
  readonly path: string;
  readonly pinned: string | null;
  readonly observed: string | null;
}

/** A package that the lockfile does not vet at that version. */
export interface UnvettedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly pinnedVersion: string | null;
}

export interface UnaccountedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string | null;
  readonly why: string;
}

export interface MissingPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly against: Reference;
}

export interface LinkChange {
  readonly path: string;
  readonly kind: "replaced" | "added" | "missing";
  readonly pinned: string | null;
  readonly observed: string | null;
}

/** How an installed tree differs from its pin. Every list empty: it is the pinned tree. */
export interface TreeDifference {
  /** Packages whose bytes are vetted, wherever they stand. */
  readonly intact: number;
  readonly changed: readonly ChangedPackage[];
  readonly unaccounted: readonly UnaccountedPackage[];
  readonly missing: readonly MissingPackage[];
  readonly links: readonly LinkChange[];
  readonly odd: readonly (OddEntry & { readonly package: string | null })[];
  /** Another tree than the vetted one: versions, places or absences, none of them tampering. */
  readonly unvetted: readonly UnvettedPackage[];
  readonly moved: readonly string[];
  readonly absent: readonly string[];
  /** Whether what is unvetted equals the baseline, or this is the first sight of the tree. */
  readonly isFirstSight: boolean;
}

export function isOtherTree(difference: TreeDifference): boolean {
  const { unvetted, moved, absent } = difference;
  return unvetted.length + moved.length + absent.length > 0;
}

/** The tree is the pin to the last byte. */
export function isPinnedTree(difference: TreeDifference): boolean {
  const { changed, unaccounted, missing, links, odd } = difference;
  return (
    !isOtherTree(difference) &&
    changed.length + unaccounted.length + missing.length + links.length + odd.length === 0
  );
}
