import { PinfoldError } from "../../../errors.ts";
import { pooled } from "../../../lock/pool.ts";
import type { PackagePin } from "../../../lockfile/schema.ts";
import type { Baseline } from "../../../model/baseline.ts";
import { h1Of } from "../../../model/digest.ts";
import { isPinnedTree } from "../../../model/npm-difference.ts";
import { folderName, type ObservedTree, prefixOf } from "../../../model/npm-tree.ts";
import { subjectLabel } from "../../../model/subject.ts";
import type { NpmSettings } from "../../../ports/npm-settings.ts";
import type { FillWorld, Kept } from "../../../store/define.ts";
import { declaredLinks } from "../compare-links.ts";
import { baselineOf, compareInstalled, platformOf } from "../judge-tree.ts";
import { planTree } from "../observe-tree.ts";
import { packageFacts } from "../package-facts.ts";
import { fitsPlatform } from "../platform.ts";
import { readTree } from "./judge-copy.ts";
import { runApprovedScripts } from "./run-scripts.ts";
import { userSettings } from "../user-settings.ts";

/** Archives that are unpacked side by side. */
const AT_ONCE = 12;

/**
 * The pinned tree from its archives, as npm would lay it: each archive by its integrity, the links of
 * `.bin` beside them. Then all of it is read again from the disk and compared with the lockfile.
 */
export async function fillTree(
  world: FillWorld,
  kept: Kept<"npm">,
  folder: string,
): Promise<Baseline> {
  const { disk, machine, npmSettings, onProgress, platform, state } = fillParts(world);
  const { lockfile, subject } = kept;
  const { home } = machine;
  const settings = await userSettings(npmSettings, home);
  const wanted = Object.entries(lockfile.packages).filter(([, pin]) => belongs(pin, world));
  let done = 0;
  await pooled(wanted, AT_ONCE, async ([path, pin]) => {
    await unpack(world, settings, { folder, path, pin });
    done += 1;
    onProgress(`${subjectLabel(subject)}: unpacked ${done} of ${wanted.length} packages`);
  });
  const plan = planTree(disk, folder, lockfile);
  if (plan === null) throw notPinned(kept, "it is empty");
  const bare = await readTree(world, plan, lockfile);
  const laid = { ...bare, links: layLinks(world, folder, bare, kept) };
  const tree = (await runApprovedScripts(world, folder, laid, lockfile.packages))
    ? await asLeft(world, kept, folder)
    : laid;
  const difference = compareInstalled(state.manifests, tree, {
    lockfile,
    baseline: null,
    platform,
  });
  if (!isPinnedTree(difference)) throw notPinned(kept, wordsOf(difference));
  return baselineOf(tree, kept.folder, subjectLabel(subject));
}

/** Whatever the scripts did: what stands there now is compared. */
async function asLeft(world: FillWorld, kept: Kept<"npm">, folder: string): Promise<ObservedTree> {
  const plan = planTree(world.disk, folder, kept.lockfile);
  if (plan === null) throw notPinned(kept, "its scripts left nothing");
  return readTree(world, plan, kept.lockfile);
}

function fillParts(world: FillWorld) {
  return { ...world, platform: platformOf(world.machine) };
}

/** What npm installs here: the rest is pinned for other platforms. */
function belongs(pin: PackagePin, { machine, libc }: FillWorld): boolean {
  if (!fitsPlatform(pin, platformOf(machine))) return false;
  if (pin.libc === undefined || pin.libc.length === 0 || machine.platform !== "linux") return true;
  return pin.libc.includes(libc ?? "");
}

async function unpack(
  { registry, trees, state }: FillWorld,
  settings: NpmSettings,
  {
    folder,
    path,
    pin,
  }: { readonly folder: string; readonly path: string; readonly pin: PackagePin },
): Promise<void> {
  const { version, integrity } = pin;
  const name = pin.name ?? folderName(path);
  const prefix = prefixOf(name, version);
  const archive = await registry.unpack(
    { name, version, integrity },
    settings,
    (inner, bytes, mode) => trees.write(`${folder}/${path}/${inner}`, bytes, mode),
  );
  if (h1Of(prefix, archive.files) !== pin.files)
    throw new PinfoldError(
      "refused",
      `${prefix}: the files of the archive are not the pinned ones, and its integrity is`,
      "the lockfile contradicts itself: restore it from version control, and run pinfold lock --check --online",
    );
  // So that a finding can name the file that was changed.
  state.manifests.write(prefix, archive.files);
  if (archive.installedFiles !== null) state.manifests.write(prefix, archive.installedFiles);
  const programs = packageFacts(archive.packageJson, false)?.bin ?? {};
  const present = new Set(archive.files.map((file) => file.path));
  for (const program of Object.values(programs))
    if (present.has(program)) trees.allowExecution(`${folder}/${path}/${program}`);
}

/** One link for each program, as npm makes them; of two with one name the subject's own wins. */
function layLinks(
  { trees, machine }: FillWorld,
  folder: string,
  tree: ObservedTree,
  { subject }: Kept<"npm">,
): ObservedTree["links"] {
  // npm writes scripts in their place there, which nothing of a copy needs.
  if (machine.platform === "win32") return [];
  return [...declaredLinks(tree)].flatMap(([path, targets]) => {
    const own = targets.find((target) => target.startsWith(`../${subject.name}/`));
    const target = own ?? targets.at(-1);
    if (target === undefined) return [];
    trees.link(`${folder}/${path}`, target);
    return [{ path, target }];
  });
}

function wordsOf({
  changed,
  unaccounted,
  missing,
  unvetted,
  odd,
}: ReturnType<typeof compareInstalled>): string {
  const [first] = [...changed, ...unaccounted, ...missing, ...unvetted, ...odd];
  return first === undefined ? "its packages stand elsewhere" : `${first.path} is not as pinned`;
}

function notPinned({ subject, lockfile }: Kept<"npm">, why: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `${subjectLabel(subject)} ${lockfile.version}: what was unpacked is not the pinned tree: ${why}`,
    "nothing was kept; run pinfold lock --check --online to see which archive is another one",
  );
}
