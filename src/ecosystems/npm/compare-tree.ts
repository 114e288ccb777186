import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import type { Baseline } from "../../model/baseline.ts";
import type {
  ChangedPackage,
  MissingPackage,
  TreeDifference,
  UnaccountedPackage,
  UnvettedPackage,
} from "../../model/npm-difference.ts";
import {
  folderName,
  type ObservedPackage,
  type ObservedTree,
  prefixOf,
} from "../../model/npm-tree.ts";
import { bundledIn, combinedEntries, combinedFiles } from "./bundled.ts";
import { compareLinks } from "./compare-links.ts";
import { explainedBy } from "./explained.ts";
import { fitsPlatform } from "./platform.ts";

export interface TreePin {
  readonly lockfile: NpmLockfile;
  readonly baseline: Baseline | null;
  /** `linux-x64`. */
  readonly platform: string;
}

/**
 * Compares an installed tree with its pin, package by package:
 *
 * 1. A package that the lockfile has at that version is judged by the lockfile, wherever it stands;
 *    where a baseline is, it must have stood there already.
 * 2. Any other is judged by the baseline: equal is "unvetted", else it is unaccounted for.
 * 3. Without a baseline (first sight) an unvetted package must be explained by a package that moved
 *    to another version and asks for it: npm never installs what nothing asks for.
 * 4. What is pinned and not there is missing, unless the tree is another one altogether.
 */
export function compareTree(pin: TreePin, tree: ObservedTree): TreeDifference {
  const { lockfile, baseline } = pin;
  const byIdentity = new Map(
    Object.entries(lockfile.packages).map(([path, entry]) => [identityOf(path, entry), entry]),
  );
  const vettedBy = (observed: ObservedPackage): PackagePin | undefined => {
    const there = lockfile.packages[observed.path];
    const identity = observedIdentity(observed);
    // Without a usable package.json the folder still claims the pinned package's place.
    if (
      there !== undefined &&
      (identity ?? identityOf(observed.path, there)) === identityOf(observed.path, there)
    )
      return there;
    return identity === null ? undefined : byIdentity.get(identity);
  };
  const inBundles = bundledIn(tree, vettedBy);
  const changed: ChangedPackage[] = [];
  const unaccounted: UnaccountedPackage[] = [];
  const candidates: { observed: ObservedPackage; unvetted: UnvettedPackage }[] = [];
  const unvetted: UnvettedPackage[] = [];
  const moved: string[] = [];
  let intact = 0;

  for (const observed of tree.packages.values()) {
    const { path, facts } = observed;
    if (inBundles.has(path)) continue;
    const there = lockfile.packages[path];
    const name = facts?.name ?? folderName(path);
    const version = facts?.version ?? null;
    const identity = observedIdentity(observed);
    const vetted = vettedBy(observed);
    const isThere = vetted !== undefined && vetted === there;
    const seen = baseline?.packages[path];
    const was = seen === undefined ? null : prefixOf(seen.name, seen.version);
    const isNew = baseline !== null && was !== identity;
    if (vetted !== undefined) {
      const pinnedName = isThere ? (there.name ?? folderName(path)) : name;
      const files = combinedFiles(vetted, pinnedName, observed, tree);
      if (!acceptedFiles(vetted, pin.platform).includes(files)) {
        const entries = combinedEntries(vetted, observed, tree);
        const pinned = acceptedFiles(vetted, pin.platform).at(-1) ?? vetted.files;
        const { version: same } = vetted;
        changed.push({
          path,
          name: pinnedName,
          version: same,
          against: "lockfile",
          pinned,
          observed: files,
          entries,
          files: null,
        });
      } else if (isThere || !isNew) {
        intact += 1;
        if (!isThere) moved.push(path);
      } else unaccounted.push({ path, name, version, why: sinceBaseline(was, identity) });
      continue;
    }
    if (seen !== undefined && seen.files === observed.files) {
      unvetted.push({ path, name, version: seen.version, pinnedVersion: there?.version ?? null });
    } else if (seen !== undefined && was === identity) {
      const { entries } = observed;
      const { version: same, files: pinned } = seen;
      changed.push({
        path,
        name,
        version: same,
        against: "baseline",
        pinned,
        observed: observed.files,
        entries,
        files: null,
      });
    } else if (baseline !== null) {
      unaccounted.push({ path, name, version, why: sinceBaseline(was, identity) });
    } else {
      const pinnedVersion = there?.version ?? null;
      candidates.push({
        observed,
        unvetted: { path, name, version: version ?? "?", pinnedVersion },
      });
    }
  }

  const explained = explainedBy(
    candidates.map(({ observed }) => observed),
    lockfile,
  );
  for (const candidate of candidates) {
    if (explained.has(candidate.unvetted.path)) unvetted.push(candidate.unvetted);
    else {
      const { path, name } = candidate.unvetted;
      const version = candidate.observed.facts?.version ?? null;
      const why = "no package of another version than the pinned one asks for it";
      unaccounted.push({ path, name, version, why });
    }
  }

  const { missing, absent } = whatIsGone(pin, tree, unvetted.length + moved.length > 0);
  const isOther = unvetted.length + moved.length + absent.length > 0;
  return {
    intact,
    changed,
    unaccounted,
    missing,
    links: compareLinks(tree, isOther || baseline === null ? null : baseline),
    odd: oddOf(tree),
    unvetted,
    moved,
    absent,
    isFirstSight: baseline === null,
  };
}

function sinceBaseline(was: string | null, identity: string | null): string {
  const now = identity ?? "a folder without a usable package.json";
  return was === null
    ? "it was not there when the tree was first seen"
    : `it was ${was} when first seen, and is ${now} now`;
}

function observedIdentity({ facts }: ObservedPackage): string | null {
  return facts === null ? null : prefixOf(facts.name, facts.version);
}

function identityOf(path: string, pin: PackagePin): string {
  return prefixOf(pin.name ?? folderName(path), pin.version);
}

/** The digests that a package may have here: as npm extracts it, fixes it, or its approved scripts leave it. */
function acceptedFiles(pin: PackagePin, platform: string): string[] {
  const left = pin.hooks?.approved === true ? pin.hooks.files?.[platform] : undefined;
  return [pin.files, pin.installed, left].filter((files) => files !== undefined);
}

function whatIsGone(
  { lockfile, baseline, platform }: TreePin,
  tree: ObservedTree,
  isOther: boolean,
): { missing: MissingPackage[]; absent: string[] } {
  const missing: MissingPackage[] = [];
  const absent: string[] = [];
  for (const [path, pin] of Object.entries(lockfile.packages)) {
    if (tree.packages.has(path) || !fitsPlatform(pin, platform)) continue;
    const wasSeen = baseline?.packages[path] !== undefined;
    if (pin.optional === true && !wasSeen) continue;
    const isTampering = baseline === null ? !isOther : wasSeen;
    const name = pin.name ?? folderName(path);
    if (isTampering) missing.push({ path, name, version: pin.version, against: "lockfile" });
    else absent.push(path);
  }
  if (baseline !== null && (isOther || absent.length > 0)) {
    for (const [path, { name, version }] of Object.entries(baseline.packages)) {
      if (!tree.packages.has(path) && lockfile.packages[path] === undefined)
        missing.push({ path, name, version, against: "baseline" });
    }
  }
  return { missing, absent };
}

function oddOf(tree: ObservedTree): TreeDifference["odd"] {
  const inPackages = [...tree.packages.values()].flatMap(({ path, odd }) =>
    odd.map((entry) => ({
      ...entry,
      // The package's own folder has no path inside of it.
      path: entry.path === "" ? path : `${path}/${entry.path}`,
      package: path,
    })),
  );
  return [...inPackages, ...tree.loose.map((entry) => ({ ...entry, package: null }))];
}
