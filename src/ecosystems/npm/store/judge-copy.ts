import type { NpmTreeEvidence } from "../../../model/evidence.ts";
import { isPinnedTree } from "../../../model/npm-difference.ts";
import type { ObservedTree } from "../../../model/npm-tree.ts";
import { subjectLabel } from "../../../model/subject.ts";
import { modulesAbove, placesAbove } from "../../../path-search/modules-above.ts";
import { DiskError } from "../../../ports/disk.ts";
import { whyUnsafe } from "../../../store/standing.ts";
import type { JudgedCopy, Kept, KeptWorld, Surroundings } from "../../../store/define.ts";
import type { NpmLockfile } from "../../../lockfile/schema.ts";
import { NOTHING_CHECKED } from "../../../model/report.ts";
import { checkedOf, compareInstalled, platformOf } from "../judge-tree.ts";
import { planTree, type TreePlan, treeOf } from "../observe-tree.ts";

/** npm keeps nothing of its own in a copy: whatever lies beside `node_modules` is a stranger. */
const NOTHING_BESIDE: ReadonlySet<string> = new Set(["node_modules"]);

/** Reads every file of a copy, and looks where Node would go on searching above it. */
export async function judgeCopy(
  world: KeptWorld,
  kept: Kept<"npm">,
  around: Surroundings,
): Promise<JudgedCopy> {
  const { disk, state, machine } = world;
  const { folder, lockfile, name, subject } = kept;
  const started = performance.now();
  const { plan, unreadable } = planOrReason(world, kept);
  const tree = plan === null ? null : await readTree(world, plan, lockfile);
  const baseline = state.baselines.read(folder);
  const difference =
    tree === null
      ? null
      : compareInstalled(state.manifests, tree, {
          lockfile,
          baseline,
          platform: platformOf(machine),
        });
  const prefix = around.interpreter?.match(/^(.*)\/[^/]+\/[^/]+$/)?.[1] ?? null;
  const above =
    tree === null ? [] : modulesAbove(disk, tree, placesAbove(folder, around.home, prefix));
  const npmTree: NpmTreeEvidence = {
    name,
    root: folder,
    subject: subjectLabel(subject),
    version: lockfile.version,
    fileCount: tree === null ? 0 : checkedOf(tree, 0).files,
    difference,
    unreadable,
    hasMachinePin: true,
    // A copy that is not the pinned tree is no other install of npx: somebody changed it.
    exactTree: "a private copy",
    observedTree: null,
    maker: "store",
    modulesAbove: above,
    manifests: [],
    // Nothing is installed here: scripts that nobody approved were never run.
    scripts: [],
    reservedPrograms: [],
  };
  const isIntact = difference !== null && isPinnedTree(difference) && unreadable === null;
  const checked =
    tree === null ? NOTHING_CHECKED : checkedOf(tree, Math.round(performance.now() - started));
  return { evidence: { npmTree }, isIntact, isClean: isIntact && above.length === 0, checked };
}

function planOrReason(
  { disk, machine }: KeptWorld,
  { folder, lockfile }: Kept<"npm">,
): { plan: TreePlan | null; unreadable: string | null } {
  const unsafe = whyUnsafe(disk, folder, machine.home);
  if (unsafe !== null) return { plan: null, unreadable: unsafe };
  try {
    const plan = planTree(disk, folder, lockfile, NOTHING_BESIDE);
    return plan === null
      ? { plan, unreadable: `${folder} has no node_modules` }
      : { plan, unreadable: null };
  } catch (thrown) {
    if (thrown instanceof DiskError) return { plan: null, unreadable: thrown.message };
    throw thrown;
  }
}

/** The tree of a plan; files are listed only of packages that are not the pinned ones. */
export async function readTree(
  { treeReader }: Pick<KeptWorld, "treeReader">,
  plan: TreePlan,
  lockfile: NpmLockfile,
): Promise<ObservedTree> {
  const pins = Object.values(lockfile.packages);
  const known = pins.flatMap(({ files, installed, hooks }) => [
    files,
    ...(installed === undefined ? [] : [installed]),
    ...Object.values(hooks?.files ?? {}),
  ]);
  return treeOf(plan, await treeReader.read(plan.requests, new Set(known)));
}
