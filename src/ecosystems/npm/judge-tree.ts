import type { NpmLockfile } from "../../lockfile/schema.ts";
import type { Baseline } from "../../model/baseline.ts";
import type { NpmTreeEvidence } from "../../model/evidence.ts";
import { isOtherTree, isPinnedTree, type TreeDifference } from "../../model/npm-difference.ts";
import { folderName, type ObservedTree, prefixOf, treeStateOf } from "../../model/npm-tree.ts";
import type { Checked } from "../../model/report.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import type { Machine } from "../../ports/machine.ts";
import type { ManifestStore } from "../../state/manifests.ts";
import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import { compareTree, type TreePin } from "./compare-tree.ts";
import { compareFiles } from "./file-changes.ts";
import { unapprovedScripts } from "./install-scripts.ts";
import type { NpxLocation } from "./locate.ts";
import { modulesAbove, placesAbove } from "../../path-search/modules-above.ts";
import { manifestMismatches } from "./npx-manifests.ts";
import { reservedPrograms } from "./reserved.ts";

export interface JudgeTreeInput {
  readonly name: string;
  readonly subject: string;
  readonly location: NpxLocation;
  readonly lockfile: NpmLockfile;
  readonly baseline: Baseline | null;
  /** Null where nothing is installed. */
  readonly tree: ObservedTree | null;
  readonly unreadable: string | null;
  readonly hasMachinePin: boolean;
  readonly exactTree: string | null;
  /** Pins that were in force on this machine before. */
  readonly earlier?: readonly NpmLockfile[];
}

export interface JudgeTreeWorld {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly manifests: ManifestStore;
}

/** The platform as lockfiles name it: `linux-x64`. */
export function platformOf({ platform, arch }: Machine): string {
  return `${platform}-${arch}`;
}

/** Everything that rules need to know of an installed tree. */
export function judgeTree(world: JudgeTreeWorld, input: JudgeTreeInput): NpmTreeEvidence {
  const { disk, machine } = world;
  const { location, lockfile, baseline, tree } = input;
  const { root } = location;
  const difference =
    tree === null
      ? null
      : compareInstalled(world.manifests, tree, {
          lockfile,
          baseline,
          platform: platformOf(machine),
        });
  const requested = location.specs.map((spec) => parseNpmSpec(spec)?.name ?? spec);
  return {
    name: input.name,
    root,
    subject: input.subject,
    version: lockfile.version,
    fileCount: tree === null ? 0 : checkedOf(tree, 0).files,
    difference,
    unreadable: input.unreadable,
    hasMachinePin: input.hasMachinePin,
    exactTree: input.exactTree,
    observedTree:
      tree === null || difference === null || !isOtherTree(difference) ? null : treeStateOf(tree),
    maker: "npx",
    behind: tree === null ? undefined : behindOf(input, difference, tree, platformOf(machine)),
    modulesAbove:
      tree === null
        ? []
        : modulesAbove(
            disk,
            tree,
            placesAbove(realRoot(disk, root), machine.home, location.nodePrefix),
          ),
    manifests: manifestMismatches(disk, { root, requested, lockfile, baseline, tree }),
    scripts: tree === null ? [] : unapprovedScripts(lockfile, tree),
    reservedPrograms: tree === null ? [] : reservedPrograms(tree),
  };
}

/** The earlier pin that a tree is, where it is another one than the pinned tree. */
function behindOf(
  { earlier = [] }: JudgeTreeInput,
  difference: TreeDifference | null,
  tree: ObservedTree,
  platform: string,
): NpmTreeEvidence["behind"] {
  if (difference === null || !isOtherTree(difference)) return undefined;
  const pin = earlier.find((lockfile) =>
    isPinnedTree(compareTree({ lockfile, baseline: null, platform }, tree)),
  );
  return pin === undefined ? undefined : { version: pin.version, revision: pin.revision };
}

/** Node searches upwards from where a program really is, links followed. */
function realRoot(disk: Disk, root: string): string {
  try {
    return disk.realPath(root) ?? root;
  } catch (thrown) {
    if (thrown instanceof DiskError) return root;
    throw thrown;
  }
}

/** How much of a tree was read. */
export function checkedOf(tree: ObservedTree, milliseconds: number): Checked {
  let files = 0;
  let bytes = 0;
  for (const one of tree.packages.values()) {
    files += one.fileCount;
    bytes += one.bytes;
  }
  return { packages: tree.packages.size, files, bytes, milliseconds };
}

/** Package by package and file by file, as far as the manifests are known. */
export function compareInstalled(
  manifests: ManifestStore,
  tree: ObservedTree,
  pin: TreePin,
): TreeDifference {
  return withFiles(compareTree(pin, tree), manifests);
}

/**
 * Names the files of changed packages where the manifest of the pinned digest is known. What could
 * not be read is neither changed nor missing: that it was not read is said for itself.
 */
function withFiles(difference: TreeDifference, manifests: ManifestStore): TreeDifference {
  const unread = new Set(
    difference.odd
      .filter(({ kind }) => kind === "unreadable" || kind === "changing")
      .map(({ path }) => path),
  );
  const isUnread = (path: string): boolean =>
    [...unread].some((one) => path === one || path.startsWith(`${one}/`));
  const changed = difference.changed.flatMap((one) => {
    const prefix = prefixOf(one.name, one.version);
    const pinned = manifests.read(one.pinned, prefix);
    const observed = one.entries ?? manifests.read(one.observed, prefix);
    const isPartial = [...unread].some((path) => `${path}/`.startsWith(`${one.path}/`));
    if (pinned === null || observed === null) return isPartial ? [] : [one];
    const files = compareFiles(pinned, observed).filter(
      ({ kind, path }) => kind !== "missing" || !isUnread(`${one.path}/${path}`),
    );
    return isPartial && files.length === 0 ? [] : [{ ...one, files }];
  });
  const missing = difference.missing.filter(({ path }) => !isUnread(path));
  return { ...difference, changed, missing };
}

/**
 * The baseline to record after a look at a tree: at first sight where nothing is wrong, and again
 * when the tree has become the pinned one. Null where the recorded one stays.
 */
export function nextBaseline(
  evidence: Pick<NpmTreeEvidence, "difference" | "root" | "subject">,
  tree: ObservedTree,
  isClean: boolean,
): Baseline | null {
  const { difference, root, subject } = evidence;
  // Of a tree that was not read to the end no baseline is taken.
  if (difference === null || !isClean || difference.odd.length > 0) return null;
  return difference.isFirstSight || isPinnedTree(difference)
    ? baselineOf(tree, root, subject)
    : null;
}

/** A tree as it is now, to compare with later. */
export function baselineOf(tree: ObservedTree, root: string, subject: string): Baseline {
  return {
    root,
    subject,
    packages: Object.fromEntries(
      [...tree.packages.values()].map(({ path, facts, files }) => [
        path,
        { name: facts?.name ?? folderName(path), version: facts?.version ?? "", files },
      ]),
    ),
    links: Object.fromEntries(
      tree.links.flatMap(({ path, target }) => (target === null ? [] : [[path, target]])),
    ),
  };
}
