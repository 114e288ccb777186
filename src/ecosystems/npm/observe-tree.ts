import type { NpmLockfile } from "../../lockfile/schema.ts";
import type { ObservedTree, OddEntry } from "../../model/npm-tree.ts";
import { type Disk, DiskError, type FolderEntry } from "../../ports/disk.ts";
import type { UnitReading, UnitRequest } from "../../ports/tree-reader.ts";

/** What npm itself keeps beside node_modules in a folder of _npx. */
export const NPM_OWN = new Set([
  "node_modules",
  "package.json",
  "package-lock.json",
  "concurrency.lock",
]);

/** What npm writes of an installed tree, in its node_modules. */
const HIDDEN_LOCK = ".package-lock.json";

/** A tree that was listed and whose packages are still to be read. */
export interface TreePlan {
  readonly root: string;
  readonly requests: readonly UnitRequest[];
  readonly loose: readonly OddEntry[];
}

/**
 * Lists the top of a tree. Null where nothing is installed there; a DiskError where it cannot be
 * read.
 *
 * @param own names that may stand beside its packages: those of npm, where npm made the tree
 */
export function planTree(
  disk: Disk,
  root: string,
  lockfile: NpmLockfile | null,
  own: ReadonlySet<string> = NPM_OWN,
): TreePlan | null {
  const modules = disk.stat(`${root}/node_modules`);
  if (modules === null) return null;
  if (modules.kind !== "folder") {
    const kind = modules.kind === "link" ? "link" : "special";
    const target = kind === "link" ? disk.readLink(`${root}/node_modules`) : null;
    return { root, requests: [], loose: [{ path: "node_modules", kind, target }] };
  }
  const bundlers = Object.entries(lockfile?.packages ?? {})
    .filter(([, pin]) => pin.bundled !== undefined)
    .map(([path]) => path);
  const beside = listed(disk, root)
    .filter(({ name }) => !own.has(name))
    .map(({ name }): OddEntry => ({ path: name, kind: "file", target: null }));
  const requests = listed(disk, `${root}/node_modules`)
    .filter(({ name, kind }) => !(own === NPM_OWN && name === HIDDEN_LOCK && kind === "file"))
    .map(({ name, kind }): UnitRequest => {
      const path = `node_modules/${name}`;
      const keepEntries = bundlers.some((at) => at === path || at.startsWith(`${path}/`));
      return { root, path, kind, keepEntries };
    });
  return { root, requests, loose: beside };
}

function listed(disk: Disk, path: string): readonly FolderEntry[] {
  const entries = disk.list(path);
  if (entries === null) throw new DiskError("changing", path);
  return entries;
}

/** A plan's readings as one tree. */
export function treeOf({ root, loose }: TreePlan, readings: readonly UnitReading[]): ObservedTree {
  const packages = readings.flatMap((reading) => reading.packages);
  return {
    root,
    packages: new Map(packages.map((observed) => [observed.path, observed])),
    links: readings.flatMap((reading) => reading.links),
    loose: [...loose, ...readings.flatMap((reading) => reading.loose)],
  };
}
