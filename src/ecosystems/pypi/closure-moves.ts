import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { packageNameOf } from "../../lockfile/pypi-schema.ts";
import type { ClosureMoves } from "../../model/online.ts";
import type { ResolvedPackage } from "../../ports/python-resolver.ts";

/**
 * Which packages this machine's next start has in other versions than the pinned ones. A pinned package
 * under a marker may be absent: other platforms have it. `itself` is the server's own package.
 */
export function closureMoves(
  { packages }: Pick<PypiLockfile, "packages">,
  resolved: readonly Pick<ResolvedPackage, "name" | "version">[],
  itself: string,
): ClosureMoves {
  const pinned = Map.groupBy(Object.entries(packages), ([key]) => packageNameOf(key));
  const moved: ClosureMoves["moved"][number][] = [];
  const added: ClosureMoves["added"][number][] = [];
  for (const { name, version } of resolved) {
    const own = pinned.get(name);
    if (name === itself) continue;
    if (own === undefined) added.push({ name, version });
    else if (!own.some(([, pin]) => pin.version === version))
      moved.push({ name, from: own[0]?.[1].version ?? "", to: version });
  }
  const there = new Set(resolved.map(({ name }) => name));
  const removed = [...pinned].flatMap(([name, own]) => {
    const isGone = name !== itself && !there.has(name);
    return isGone && own.some(([, { marker }]) => marker === undefined)
      ? [{ name, version: own[0]?.[1].version ?? "" }]
      : [];
  });
  return { moved, added, removed };
}
