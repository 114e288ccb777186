import type { NpmLockfile } from "../../lockfile/schema.ts";
import { folderName, type ObservedPackage } from "../../model/npm-tree.ts";

/**
 * The paths of packages that an honest install of another date explains: those that stand where the
 * lockfile has another version of the same name, and what these ask for, and so on.
 */
export function explainedBy(
  candidates: readonly ObservedPackage[],
  lockfile: NpmLockfile,
): ReadonlySet<string> {
  const pinnedNames = new Set(Object.keys(lockfile.packages).map(folderName));
  const explained = new Set<string>();
  let wave = candidates.filter(
    ({ path, facts }) => facts !== null && pinnedNames.has(folderName(path)),
  );
  while (wave.length > 0) {
    const asked = new Set(wave.flatMap(({ facts }) => facts?.dependencies ?? []));
    for (const { path } of wave) explained.add(path);
    wave = candidates.filter(
      ({ path, facts }) => facts !== null && !explained.has(path) && asked.has(folderName(path)),
    );
  }
  return explained;
}
