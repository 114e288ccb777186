import type { NpmLockfile } from "../../lockfile/schema.ts";
import { folderName, prefixOf } from "../../model/npm-tree.ts";
import type { ClosureMoves } from "../../model/online.ts";
import type { PlannedPackage } from "../../ports/npm-registry.ts";

type Named = Pick<PlannedPackage, "name" | "version">;

/**
 * Which packages a resolved tree has in other versions than the pinned one. Where a package stands
 * is not compared: npm may put the same one elsewhere. `itself` is the server's own package.
 */
export function closureMoves(
  lockfile: NpmLockfile,
  planned: readonly Named[],
  itself: string,
): ClosureMoves {
  const pinned = Object.entries(lockfile.packages).map(([path, { name, version }]): Named => ({
    name: name ?? folderName(path),
    version,
  }));
  const before = withoutThoseOf(pinned, planned);
  const after = withoutThoseOf(planned, pinned);
  const moved: ClosureMoves["moved"][number][] = [];
  const added: Named[] = [];
  const replaced = new Set<Named>();
  for (const { name, version } of after) {
    const from = before.find((one) => one.name === name && !replaced.has(one));
    if (from === undefined) added.push({ name, version });
    else {
      replaced.add(from);
      moved.push({ name, from: from.version, to: version });
    }
  }
  const removed = before.filter((one) => !replaced.has(one));
  const isOther = ({ name }: { readonly name: string }): boolean => name !== itself;
  return {
    moved: moved.filter(isOther).toReversed(),
    added: added.filter(isOther).toReversed(),
    removed: removed.filter(isOther).toReversed(),
  };
}

/** Each package once, the highest version first, less those that the other side has too. */
function withoutThoseOf(own: readonly Named[], others: readonly Named[]): readonly Named[] {
  const theirs = new Set(others.map(({ name, version }) => prefixOf(name, version)));
  const rest = own
    .map(({ name, version }): [string, Named] => [prefixOf(name, version), { name, version }])
    .filter(([id]) => !theirs.has(id))
    .toSorted(([a], [b]) => (a < b ? 1 : -1));
  return [...new Map(rest).values()];
}
