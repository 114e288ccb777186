import { treeDigestOf } from "../lockfile/format.ts";
import type { NpmLockfile } from "../lockfile/schema.ts";
import { folderName } from "../model/npm-tree.ts";
import { lockfilePathOf } from "../model/subject.ts";
import type { LockPlan } from "./plan.ts";
import type { WriteContext } from "./write.ts";

const MAX_LOCKFILE = 64 * 1024 * 1024;

/**
 * A new lockfile, or the existing one with install scripts approved and a higher revision; and the
 * text that stands in its place now.
 */
export function lockfileToWrite(
  { world, target }: WriteContext,
  { lockfile, subject }: LockPlan,
  existing: NpmLockfile | null,
  allowScripts: readonly string[],
): { lockfile: NpmLockfile; before: string | null } {
  const bytes = world.disk.read(`${target.directory}/${lockfilePathOf(subject)}`, MAX_LOCKFILE);
  const before = bytes === null ? null : Buffer.from(bytes).toString("utf8");
  if (existing === null) return { lockfile, before };
  const packages = Object.fromEntries(
    Object.entries(existing.packages).map(([path, pin]) => {
      const now = lockfile.packages[path];
      const isSame = now?.version === pin.version && now.integrity === pin.integrity;
      const name = pin.name ?? folderName(path);
      const hooks = isSame && allowScripts.includes(name) ? now.hooks : pin.hooks;
      return [path, hooks === undefined ? pin : { ...pin, hooks }];
    }),
  );
  const tree = treeDigestOf(packages);
  const revision = tree === existing.tree ? existing.revision : existing.revision + 1;
  return { lockfile: { ...existing, packages, tree, revision }, before };
}
