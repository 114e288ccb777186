import { allowance, byCooldown } from "../../ecosystems/npm/allowance.ts";
import { platformOf } from "../../ecosystems/npm/judge-tree.ts";
import { locateNpx, type NpxLocation } from "../../ecosystems/npm/locate.ts";
import { planTree as listTree, treeOf } from "../../ecosystems/npm/observe-tree.ts";
import { PinfoldError } from "../../errors.ts";
import { treeDigestOf } from "../../lockfile/format.ts";
import { ageHours, ageText } from "../../difference/age.ts";
import { LOCKFILE_VERSION, type NpmLockfile, type PackagePin } from "../../lockfile/schema.ts";
import { type ObservedTree, prefixOf } from "../../model/npm-tree.ts";
import { purlOf, type Subject } from "../../model/subject.ts";
import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import type { PackageDocument, PlannedPackage, TreeRequest } from "../../ports/npm-registry.ts";
import { packagePurl } from "../../policy/pattern.ts";
import { Sightings } from "../../state/sightings.ts";
import { AttestationAnswers } from "../../state/attestation-answers.ts";
import type { KnownServer } from "../../verify/servers.ts";
import { type FetchedPackage, fetchPackages } from "./fetch-packages.ts";
import { installedPackages } from "./installed.ts";
import { npmPredecessors, type Predecessors } from "../predecessors.ts";
import type { LockContext } from "../define.ts";
import type { LockWorld } from "../world.ts";

/** The tree that would be pinned for one server. */
export interface NpmPlan {
  readonly server: KnownServer;
  readonly subject: Subject<"npm">;
  readonly location: NpxLocation;
  readonly lockfile: NpmLockfile;
  readonly root: PackageDocument;
  readonly packages: readonly FetchedPackage[];
  readonly predecessors: Predecessors;
  /** The installed tree, where that is what the next start runs; else it was resolved. */
  readonly tree: ObservedTree | null;
}

/**
 * The tree that the next start would run: the installed one where npx would use it, else what npm
 * resolves today for the judged Node, npm and npmrc. Every archive is fetched and digested.
 */
export async function planTree(
  context: LockContext,
  server: KnownServer,
  subject: Subject<"npm">,
): Promise<NpmPlan> {
  const { world, state, onProgress } = context;
  const location = await locateNpx(
    { ...world, clientPath: context.clientPath, capturedPath: context.capturedPath },
    server.entry,
    server.launch,
  );
  const { settings, specs } = location;
  onProgress(`${subject.name}: asking the registry`);
  const asked = await world.registry.describe(
    subject.name,
    server.launch.versionSpec ?? "latest",
    settings,
  );
  const resolver = await resolverOf(context, location);
  const tree = await currentTree(world, location, asked);
  if (tree === null) onProgress(`${subject.name}: resolving the tree that npx would install`);
  const request = {
    specs,
    nodeVersion: resolver.node,
    npmVersion: location.site.npmVersion,
    settings,
  };
  const planned =
    tree === null ? await resolved(context, request) : installedPackages(world.disk, tree);
  // Under a cooldown it may be an older one than the registry names.
  const own = planned.find(({ path }) => path === `node_modules/${subject.name}`)?.version;
  const root =
    own === undefined || own === asked.version
      ? asked
      : await world.registry.describe(subject.name, own, settings);
  const predecessors = npmPredecessors(context.pins.set);
  const packages = await fetchPackages(
    {
      registry: world.registry,
      evidence: world.evidence,
      attestationMemory: new AttestationAnswers(world.disk, world.files, context.cacheFolder),
      settings,
      expectsAttestations: (name) => predecessors.hadAttestations(name),
      manifests: state.manifests,
      onProgress: (done, total) => onProgress(`${subject.name}: read ${done} of ${total} packages`),
    },
    planned,
  );
  if (tree === null) refuseYoung(context, packages);
  const approved = packages.map((one) => approve(one, context, tree));
  const main = approved.find(({ path }) => path === `node_modules/${subject.name}`);
  if (main === undefined)
    throw new PinfoldError(
      "internal",
      `the tree of ${subject.name} does not hold it`,
      "please report this as a defect of pinfold",
    );
  const pins = Object.fromEntries(
    approved.map(({ path, pin }): [string, PackagePin] => [path, pin]),
  );
  const lockfile: NpmLockfile = {
    lockfileVersion: LOCKFILE_VERSION,
    subject: purlOf(subject),
    ...(subject.extras.length === 0
      ? {}
      : { extras: subject.extras.map((name) => purlOf({ ecosystem: "npm", name })) }),
    version: root.version,
    revision: 1,
    tree: treeDigestOf(pins),
    bin: { ...main.facts.bin },
    resolver,
    packages: pins,
  };
  return { server, subject, location, lockfile, root, packages: approved, predecessors, tree };
}

/** What npm resolves today; where a policy states a cooldown, the newest tree outside of it. */
async function resolved(
  { world, state, pins, cacheFolder }: LockContext,
  request: TreeRequest,
): Promise<readonly PlannedPackage[]> {
  const { policies } = pins;
  const folder = `${cacheFolder}/npm`;
  if (policies.longestCooldown() === null) return world.registry.resolve(request, folder);
  const { now } = world.machine;
  const sightings = new Sightings(state, now);
  const allows = allowance({ lockfile: null, now, policies, sightings, only: null, asked: null });
  try {
    return await world.registry.resolve({ ...request, allows }, folder);
  } catch (thrown) {
    if (thrown instanceof PinfoldError && thrown.code === "refused")
      throw byCooldown(thrown, policies);
    throw thrown;
  } finally {
    sightings.write();
  }
}

/** A registry that says "long ago" of what the log has since yesterday passes no policy's cooldown. */
function refuseYoung(
  { world: { machine }, pins: { policies } }: LockContext,
  packages: readonly FetchedPackage[],
): void {
  const today = machine.now.toISOString().slice(0, 10);
  for (const { facts, evidence } of packages) {
    const { name, version } = facts;
    const hours = ageHours(evidence.publishedAt ?? null, machine.now);
    const demanded = policies.cooldown(packagePurl("npm", name), today);
    if (hours === null || demanded === null || hours >= demanded.days * 24) continue;
    throw byCooldown(
      new PinfoldError(
        "refused",
        `${name}@${version} was published ${ageText(evidence.publishedAt ?? null, machine.now, "log")}`,
        "",
      ),
      policies,
    );
  }
}

/** Which npm and Node resolve; the judged Node is started to ask its version. */
export async function resolverOf(
  { world }: Pick<LockContext, "world">,
  { site }: NpxLocation,
): Promise<{ npm: string; node: string }> {
  const node = site.node === null ? null : await world.nodeVersion(site.node);
  if (node === null)
    throw new PinfoldError(
      "input",
      `the Node that would run npx does not tell its version: ${site.node ?? "none on the client's PATH"}`,
      "install Node.js where the client finds it, or say which PATH the client has: --client-path",
    );
  // Another npx than npm's own has no version that is known here; its tree is resolved all the same.
  return { npm: site.npmVersion ?? "unknown", node };
}

/** The installed tree where npx would run it: all packages asked for are there at that version. */
async function currentTree(
  world: LockWorld,
  { root, specs }: NpxLocation,
  document: PackageDocument,
): Promise<ObservedTree | null> {
  const plan = listTree(world.disk, root, null);
  if (plan === null) return null;
  const requests = plan.requests.map((request) => ({ ...request, keepEntries: true }));
  const tree = treeOf(plan, await world.treeReader.read(requests, new Set()));
  const names = specs.map((spec) => parseNpmSpec(spec)?.name ?? spec);
  const isThere = names.every((name) => tree.packages.has(`node_modules/${name}`));
  const version = tree.packages.get(`node_modules/${document.name}`)?.facts?.version;
  return isThere && version === document.version ? tree : null;
}

/** Records an approved install script with the digest of what it left on this platform. */
function approve(
  one: FetchedPackage,
  { allowScripts, world, state }: LockContext,
  tree: ObservedTree | null,
): FetchedPackage {
  const { hooks } = one.pin;
  if (hooks === undefined || !allowScripts.includes(one.facts.name)) return one;
  const left = tree?.packages.get(one.path);
  if (left?.entries != null)
    state.manifests.write(prefixOf(one.facts.name, one.facts.version), left.entries);
  const files =
    left === undefined || left.files === one.pin.files
      ? {}
      : { files: { [platformOf(world.machine)]: left.files } };
  return { ...one, pin: { ...one.pin, hooks: { ...hooks, approved: true, ...files } } };
}
