import type { PackagePin } from "../../lockfile/schema.ts";
import { type FileDigest, h1Of } from "../../model/digest.ts";
import { type ObservedPackage, type ObservedTree, prefixOf } from "../../model/npm-tree.ts";

/**
 * Packages that came inside another one's archive have no integrity of their own: their files are
 * judged as files of the package that bundles them, wherever that stands.
 */
export function bundledIn(
  tree: ObservedTree,
  pinOf: (observed: ObservedPackage) => PackagePin | undefined,
): ReadonlySet<string> {
  const claimed = new Set<string>();
  for (const observed of tree.packages.values()) {
    const pin = pinOf(observed);
    if (pin === undefined) continue;
    for (const inner of nested(pin, observed.path, tree)) claimed.add(inner.path);
  }
  return claimed;
}

function nested(pin: PackagePin, path: string, tree: ObservedTree): ObservedPackage[] {
  if (pin.bundled === undefined || pin.bundled.length === 0) return [];
  const roots = pin.bundled.map((inner) => `${path}/${inner}`);
  return [...tree.packages.values()].filter((observed) =>
    roots.some((root) => observed.path === root || observed.path.startsWith(`${root}/`)),
  );
}

/** The files of a package with those of the packages bundled in it; null where not kept. */
export function combinedEntries(
  pin: PackagePin,
  observed: ObservedPackage,
  tree: ObservedTree,
): readonly FileDigest[] | null {
  const { entries: own } = observed;
  if (own === null) return null;
  const inner = nested(pin, observed.path, tree).flatMap((bundled) =>
    (bundled.entries ?? []).map(({ path, sha256 }) => ({
      path: `${bundled.path.slice(observed.path.length + 1)}/${path}`,
      sha256,
    })),
  );
  return inner.length === 0 ? own : [...own, ...inner];
}

/** @param name the package's own, which its folder need not have */
export function combinedFiles(
  pin: PackagePin,
  name: string,
  observed: ObservedPackage,
  tree: ObservedTree,
): string {
  if (pin.bundled === undefined || pin.bundled.length === 0) return observed.files;
  const entries = combinedEntries(pin, observed, tree);
  return entries === null ? observed.files : h1Of(prefixOf(name, pin.version), entries);
}
