import {
  checkedOf,
  judgeTree,
  type JudgeTreeInput,
  nextBaseline,
} from "../ecosystems/npm/judge-tree.ts";
import { judgeNpx } from "../ecosystems/npm/judge-npx.ts";
import { type LocalPackage, localPackages } from "../ecosystems/npm/local-tree.ts";
import { attempt, locateNpx, type NpxLocation } from "../ecosystems/npm/locate.ts";
import { isFrozen } from "../ecosystems/npm/npx-tree.ts";
import { planTree, type TreePlan, treeOf } from "../ecosystems/npm/observe-tree.ts";
import { PinfoldError } from "../errors.ts";
import type { NpmLockfile } from "../lockfile/schema.ts";
import type { Baseline } from "../model/baseline.ts";
import type { NpxEvidence } from "../model/entry-evidence.ts";
import type { NpmTreeEvidence } from "../model/evidence.ts";
import { folderName, type ObservedTree, prefixOf } from "../model/npm-tree.ts";
import { NOTHING_CHECKED } from "../model/report.ts";
import { count } from "../model/text.ts";
import { placeOf } from "../policy/policy.ts";
import { DiskError } from "../ports/disk.ts";
import type { UnitReading } from "../ports/tree-reader.ts";
import type { Evidence } from "../rules/apply.ts";
import { earlierPins } from "../state/earlier-pins.ts";
import type { State } from "../state/state.ts";
import { type CollectContext, type Collected, type Collection, failureOf } from "./collect.ts";
import { judgeEvidence } from "./judge.ts";
import { memoize } from "./memoize.ts";
import { packageFirstLine } from "./package-interpreters.ts";
import { type PinAnswer, pinOf } from "./pins.ts";
import type { KnownServer } from "./servers.ts";

interface Prepared {
  readonly server: KnownServer;
  readonly pin: PinAnswer | null;
  readonly location: NpxLocation | null;
  readonly baseline: Baseline | null;
  readonly plan: TreePlan | null;
  readonly unreadable: string | null;
  readonly failure: PinfoldError | null;
}

/**
 * The trees of npx servers. All trees are listed first and read in one go, so that threads share them out, and a tree that
 * several servers use is read once.
 */
export async function collectNpm(
  context: CollectContext,
  wanted: readonly KnownServer[],
): Promise<Collection> {
  const prepared = [];
  for (const server of wanted) prepared.push(await prepare(context, server));

  const plans = new Map<string, TreePlan>();
  for (const { plan } of prepared) if (plan !== null) plans.set(plan.root, plan);
  const known = knownDigests(prepared);
  const started = performance.now();
  const requests = [...plans.values()].flatMap((plan) => plan.requests);
  if (requests.length >= WORTH_SAYING)
    context.onProgress(`reading ${count(plans.size, "installed tree")}`);
  const readings = await context.treeReader.read(requests, known);
  const milliseconds = performance.now() - started;

  const trees = new Map<string, ObservedTree>();
  let next = 0;
  for (const plan of plans.values()) {
    const own: readonly UnitReading[] = readings.slice(next, next + plan.requests.length);
    next += plan.requests.length;
    trees.set(plan.root, treeOf(plan, own));
  }
  const total = [...trees.values()].reduce((sum, tree) => sum + checkedOf(tree, 0).bytes, 0);
  const packagesOf = memoize(
    (folder: string) => localPackages(context.disk, folder),
    (folder) => folder,
  );
  const judged = new Map<string, NpmTreeEvidence>();
  const servers = prepared.map((one): [string, Collected] => {
    const tree = one.plan === null ? null : (trees.get(one.plan.root) ?? null);
    const bytes = tree === null ? 0 : checkedOf(tree, 0).bytes;
    const share = total === 0 ? 0 : Math.round((milliseconds * bytes) / total);
    return [one.server.entry.id, judgeServer({ ...context, packagesOf, judged }, one, tree, share)];
  });
  const assumptions = prepared.flatMap(({ location }) => location?.assumptions ?? []);
  return { servers: new Map(servers), assumptions: [...new Set(assumptions)] };
}

async function prepare(context: CollectContext, server: KnownServer): Promise<Prepared> {
  let pin: PinAnswer | null = null;
  const nothing = { server, location: null, baseline: null, plan: null, unreadable: null };
  const answer = await attempt(async (): Promise<Prepared> => {
    if (server.npm === null) throw new Error("not a server of npm");
    pin = pinOf(context.pins, context.state, server, server.npm, context.nearby);
    const location = await locateNpx(context, server.entry, server.launch);
    if (pin.lockfile === null) return { ...nothing, pin, location, failure: null };
    const baseline = context.state.baselines.read(location.root);
    const { plan, unreadable } = planOrReason(context, location.root, pin.lockfile);
    return { server, pin, location, baseline, plan, unreadable, failure: null };
  });
  return answer instanceof PinfoldError ? { ...nothing, pin, failure: answer } : answer;
}

function planOrReason(
  { disk }: CollectContext,
  root: string,
  lockfile: NpmLockfile,
): { plan: TreePlan | null; unreadable: string | null } {
  try {
    return { plan: planTree(disk, root, lockfile), unreadable: null };
  } catch (thrown) {
    if (thrown instanceof DiskError) return { plan: null, unreadable: thrown.message };
    throw thrown;
  }
}

/**
 * Digests that need no list of files: those of pins and baselines. What comes in another one's
 * archive is judged with it, file by file.
 */
function knownDigests(prepared: readonly Prepared[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { pin, baseline } of prepared) {
    for (const entry of Object.values(pin?.lockfile?.packages ?? {})) {
      known.add(entry.files);
      if (entry.installed !== undefined) known.add(entry.installed);
      for (const files of Object.values(entry.hooks?.files ?? {})) known.add(files);
    }
    const packages = Object.entries(baseline?.packages ?? {});
    const bundlers = bundlersOf(pin?.lockfile ?? null);
    const roots = packages
      .filter(([, { name, version }]) => bundlers.has(prefixOf(name, version)))
      .map(([path]) => path);
    for (const [path, { files }] of packages) {
      if (!roots.some((root) => path === root || path.startsWith(`${root}/`))) known.add(files);
    }
  }
  return known;
}

function bundlersOf(lockfile: NpmLockfile | null): ReadonlySet<string> {
  return new Set(
    Object.entries(lockfile?.packages ?? {}).flatMap(([path, { name, version, bundled }]) =>
      bundled === undefined ? [] : [prefixOf(name ?? folderName(path), version)],
    ),
  );
}

interface JudgeContext extends CollectContext {
  readonly packagesOf: (folder: string) => readonly LocalPackage[];
  /** By all that differs between servers. */
  readonly judged: Map<string, NpmTreeEvidence>;
}

function judgeServer(
  context: JudgeContext,
  prepared: Prepared,
  tree: ObservedTree | null,
  milliseconds: number,
): Collected {
  const { server, pin, location, failure, unreadable, baseline } = prepared;
  const { entry, launch, subject } = server;
  const isFloating = pin?.lockfile != null && !isFrozen(launch);
  const exact = context.pins.policies.exactTree();
  const npmTree =
    location === null || pin?.lockfile == null
      ? undefined
      : judgedOnce(context, pin.evidence.file, {
          name: entry.name,
          subject: subject ?? "",
          location,
          lockfile: pin.lockfile,
          baseline,
          tree,
          unreadable,
          hasMachinePin: pin.evidence.hasMachinePin,
          exactTree: exact === null ? null : placeOf(exact),
          earlier: server.npm === null ? [] : earlierPins(context.state, server.npm),
        });
  const npx =
    location === null
      ? null
      : judgeNpx(context.disk, {
          name: entry.name,
          launch,
          location,
          lockfile: pin?.lockfile ?? null,
          packagesOf: context.packagesOf,
        });
  const evidence: Evidence = {
    ...(pin === null ? {} : { pin: pin.evidence }),
    ...(npx === null ? {} : { npx }),
    ...(npmTree === undefined ? {} : { npmTree }),
    ...(failure === null ? {} : { failures: [failureOf(failure)] }),
  };
  if (npmTree !== undefined && tree !== null && context.mayWrite) {
    const isClean = judgeEvidence(evidence, entry.id).verdict !== "violated";
    const next = nextBaseline(npmTree, tree, isClean);
    if (next !== null) recordBaseline(context.state, next, tree);
  }
  const firstLine =
    location === null || pin?.lockfile == null || tree === null
      ? null
      : packageFirstLine(context.disk, location.root, launch, pin.lockfile, context.machine.home);
  return {
    evidence,
    isFloating,
    unjudged: [
      ...(location?.unjudged ?? launch.unjudged),
      ...unjudgedSettings(npx),
      ...(firstLine?.unjudged ?? []),
    ],
    lockfile: pin?.lockfile ?? null,
    version: pin?.lockfile?.version ?? null,
    checked: tree === null ? NOTHING_CHECKED : checkedOf(tree, milliseconds),
    interpreters: firstLine?.interpreters ?? [],
  };
}

/** A tree that several servers use is compared with its pin once. */
function judgedOnce(context: JudgeContext, file: string, input: JudgeTreeInput): NpmTreeEvidence {
  const { location, hasMachinePin, name } = input;
  const key = JSON.stringify([location.root, location.nodePrefix, file, hasMachinePin]);
  const known = context.judged.get(key);
  if (known !== undefined) return { ...known, name };
  const evidence = judgeTree({ ...context, manifests: context.state.manifests }, input);
  context.judged.set(key, evidence);
  return evidence;
}

/**
 * Keeps a baseline with the manifests of packages that no lockfile has. Where the state folder
 * cannot be written the tree is its own baseline: the answer of this run is the same.
 */
export function recordBaseline(state: State, baseline: Baseline, tree: ObservedTree): void {
  try {
    state.baselines.write(baseline.root, baseline);
    for (const { facts, entries } of tree.packages.values()) {
      if (facts !== null && entries !== null)
        state.manifests.write(prefixOf(facts.name, facts.version), entries);
    }
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
  }
}

function unjudgedSettings(npx: NpxEvidence | null): readonly string[] {
  return (npx?.settings ?? [])
    .filter(({ outcome }) => outcome === "unjudged")
    .map(({ option }) => `npm's option ${option}`);
}

/** About half a second of reading. */
const WORTH_SAYING = 700;
