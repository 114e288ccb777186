import { treeDigestOf } from "../../lockfile/format.ts";
import type { NpmLockfile } from "../../lockfile/schema.ts";
import { folderName } from "../../model/npm-tree.ts";

/** A new lockfile, or the existing one with install scripts approved and a higher revision. */
export function lockfileToWrite(
  planned: NpmLockfile,
  existing: NpmLockfile | null,
  allowScripts: readonly string[],
): NpmLockfile {
  if (existing === null) return planned;
  const packages = Object.fromEntries(
    Object.entries(existing.packages).map(([path, pin]) => {
      const now = planned.packages[path];
      const isSame = now?.version === pin.version && now.integrity === pin.integrity;
      const name = pin.name ?? folderName(path);
      const hooks = isSame && allowScripts.includes(name) ? now.hooks : pin.hooks;
      return [path, hooks === undefined ? pin : { ...pin, hooks }];
    }),
  );
  const tree = treeDigestOf(packages);
  const revision = tree === existing.tree ? existing.revision : existing.revision + 1;
  return { ...existing, packages, tree, revision };
}
