import { basename, dirname } from "node:path/posix";

import { parseNpmSpec } from "../../../launchers/npm-spec.ts";
import { PinfoldError } from "../../../errors.ts";
import { isPinnedTree } from "../../../model/npm-difference.ts";
import type { FillWorld, Kept } from "../../../store/define.ts";
import { compareInstalled, nextBaseline, platformOf } from "../judge-tree.ts";
import { MAX_PACKAGE_JSON } from "../package-facts.ts";
import type { NpxLocation } from "../locate.ts";
import { npxFiles } from "../npx-files.ts";
import { planTree } from "../observe-tree.ts";
import { readTree } from "./judge-copy.ts";
import { subjectLabel } from "../../../model/subject.ts";

/** npm touches its lock each second, and takes one that is older than this for left behind. */
const STALE_MS = 60_000;

/** Whether the tree that npx would start is the pinned one, to the last byte. */
export async function isPinnedNpxTree(
  world: FillWorld,
  { root }: Pick<NpxLocation, "root">,
  { lockfile }: Kept<"npm">,
): Promise<boolean> {
  const plan = planTree(world.disk, root, lockfile);
  if (plan === null) return false;
  const tree = await readTree(world, plan, lockfile);
  const pin = { lockfile, baseline: null, platform: platformOf(world.machine) };
  return isPinnedTree(compareInstalled(world.state.manifests, tree, pin));
}

/**
 * Puts a copy of the pinned tree where npx keeps the tree of an entry, with the files that npm keeps
 * of it, so that npx starts it as if it had installed it. The copy is made beside it and takes its
 * place whole; then it is read again, and is what this machine expects from now on.
 */
export async function mendNpxTree(
  world: FillWorld,
  { root, specs }: Pick<NpxLocation, "root" | "specs">,
  kept: Kept<"npm">,
): Promise<void> {
  const { trees, disk, machine, state } = world;
  const { lockfile, folder, subject } = kept;
  const lockedAt = trees.changedAt(`${root}/concurrency.lock`);
  if (lockedAt !== null && machine.now.getTime() - lockedAt < STALE_MS)
    throw new PinfoldError(
      "refused",
      `npx is installing into ${root} just now`,
      "wait until it has ended, then run pinfold sync again",
    );
  const staged = trees.stage(dirname(root));
  try {
    trees.copy(folder, staged);
    const write = (path: string, text: string): void =>
      trees.write(`${staged}/${path}`, Buffer.from(text), false);
    const files = npxFiles({
      hash: basename(root),
      specs,
      requested: requestedIn(specs, kept),
      lockfile,
      manifests: manifestsOf(world, kept),
    });
    for (const [path, text] of files) write(path, text);
    if (!trees.place(staged, root)) {
      const aside = trees.setAside(root);
      trees.place(staged, root);
      trees.remove(aside);
    }
  } finally {
    trees.remove(staged);
  }
  const plan = planTree(disk, root, lockfile);
  const tree = plan === null ? null : await readTree(world, plan, lockfile);
  const pin = { lockfile, baseline: null, platform: platformOf(machine) };
  const difference = tree === null ? null : compareInstalled(state.manifests, tree, pin);
  if (tree === null || difference === null || !isPinnedTree(difference))
    throw new PinfoldError(
      "refused",
      `${root} is not the pinned tree after it was put back: somebody changes it`,
      "find out which program writes there, and run pinfold verify",
    );
  const baseline = nextBaseline({ difference, root, subject: subjectLabel(subject) }, tree, true);
  if (baseline !== null) state.baselines.write(root, baseline);
}

function requestedIn(
  specs: readonly string[],
  { lockfile, subject }: Kept<"npm">,
): Record<string, string> {
  const names = specs.map((spec) => parseNpmSpec(spec)?.name ?? subject.name);
  return Object.fromEntries(
    names.map((name) => [name, lockfile.packages[`node_modules/${name}`]?.version ?? "*"]),
  );
}

function manifestsOf(
  { disk }: FillWorld,
  { folder, lockfile }: Kept<"npm">,
): ReadonlyMap<string, string> {
  return new Map(
    Object.keys(lockfile.packages).flatMap((path): [string, string][] => {
      const bytes = disk.read(`${folder}/${path}/package.json`, MAX_PACKAGE_JSON);
      return bytes === null ? [] : [[path, Buffer.from(bytes).toString("utf8")]];
    }),
  );
}
