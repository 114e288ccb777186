import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import { type FileDigest, h1Of } from "../../model/digest.ts";
import {
  folderName,
  type ObservedPackage,
  type ObservedTree,
  prefixOf,
} from "../../model/npm-tree.ts";

/**
 * Packages that came inside another one's archive have no integrity of their own: their files are
 * judged as files of the package that bundles them.
 */
export function bundledIn(lockfile: NpmLockfile, tree: ObservedTree): ReadonlySet<string> {
  const claimed = new Set<string>();
  for (const [path, pin] of Object.entries(lockfile.packages)) {
    for (const inner of nested(pin, path, tree)) claimed.add(inner.path);
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

/** The files of a package with those of the packages bundled in it. */
export function combinedEntries(
  pin: PackagePin,
  observed: ObservedPackage,
  tree: ObservedTree,
): readonly FileDigest[] {
  const own = observed.entries ?? [];
  const inner = nested(pin, observed.path, tree).flatMap((bundled) =>
    (bundled.entries ?? []).map(({ path, sha256 }) => ({
      path: `${bundled.path.slice(observed.path.length + 1)}/${path}`,
      sha256,
    })),
  );
  return inner.length === 0 ? own : [...own, ...inner];
}

export function combinedFiles(
  pin: PackagePin,
  observed: ObservedPackage,
  tree: ObservedTree,
): string {
  if (pin.bundled === undefined || pin.bundled.length === 0) return observed.files;
  const name = pin.name ?? folderName(observed.path);
  return h1Of(prefixOf(name, pin.version), combinedEntries(pin, observed, tree));
}
