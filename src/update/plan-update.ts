import type { RankedDifference } from "../difference/difference.ts";
import type { Demands } from "../difference/package-state.ts";
import { locateNpx, type NpxLocation } from "../ecosystems/npm/locate.ts";
import { isFrozen } from "../ecosystems/npm/npx-tree.ts";
import { PinfoldError } from "../errors.ts";
import { parseNpmSpec } from "../launchers/npm-spec.ts";
import { fetchPackages } from "../lock/fetch-packages.ts";
import { type PlanContext, resolverOf } from "../lock/plan.ts";
import { treeDigestOf } from "../lockfile/format.ts";
import type { NpmLockfile, PackagePin } from "../lockfile/schema.ts";
import { folderName, prefixOf } from "../model/npm-tree.ts";
import type { Subject } from "../model/subject.ts";
import type { AnswerMemory, ListAnswer, PlannedPackage } from "../ports/npm-registry.ts";
import type { KnownServer } from "../verify/servers.ts";
import { allowance } from "./allowance.ts";
import { candidates, heldBack } from "./candidates.ts";
import { changedPackages } from "./changed-packages.ts";
import { compareLockfiles } from "./compare-lockfiles.ts";
import { packageState } from "./package-states.ts";

export interface UpdateContext extends PlanContext {
  readonly memory: AnswerMemory;
}

export interface UpdateRequest {
  readonly server: KnownServer;
  readonly subject: Subject<"npm">;
  readonly existing: NpmLockfile;
  readonly demands: Demands;
  /** The one package that may move; null where all may. */
  readonly only: string | null;
  /** Keep the changed lines too. */
  readonly withSource: boolean;
}

/** Where a pin would move, before anybody was asked. */
export interface UpdatePlan {
  readonly lockfile: NpmLockfile;
  /** Null where nothing would move. */
  readonly difference: RankedDifference | null;
  /** A newer version that is too young. */
  readonly held: { readonly version: string; readonly published: string | null } | null;
}

/**
 * 1. The registry's list says which versions of the server's package there are.
 * 2. The newest one is taken that is old enough and whose packages make a tree of old enough ones.
 * 3. What is pinned already stays as it is pinned; the rest is fetched and digested as by `lock`.
 * 4. Each package that moves is compared with the one that it replaces, file by file.
 */
export async function planUpdate(
  context: UpdateContext,
  request: UpdateRequest,
): Promise<UpdatePlan> {
  const { world, state, clientPath, capturedPath, onProgress } = context;
  const { server, subject, existing, only } = request;
  checkOnly(existing, only);
  const location = await locateNpx(
    { ...world, clientPath, capturedPath },
    server.entry,
    server.launch,
  );
  const resolver = await resolverOf(context, location);
  onProgress(`${subject.name}: asking the registry`);
  const answer = await askList(context, location, resolver.node, subject.name);
  const { planned, version } = await resolveNewest(context, request, {
    location,
    resolver,
    answer,
  });
  const held = heldBack(version, answer);
  const packages = await pinsOf(context, location, existing, planned);
  if (!isMoved(existing, packages, version)) return { lockfile: existing, difference: null, held };
  const main = packages[`node_modules/${subject.name}`];
  const mainState =
    main === undefined
      ? null
      : await packageState(
          { registry: world.registry, settings: location.settings, manifests: state.manifests },
          subject.name,
          main,
        );
  if (mainState === null)
    throw new PinfoldError(
      "internal",
      `the tree of ${subject.name} does not hold it`,
      "please report this as a defect of pinfold",
    );
  const lockfile: NpmLockfile = {
    ...existing,
    version,
    revision: existing.revision + 1,
    tree: treeDigestOf(packages),
    bin: { ...mainState.programs },
    resolver,
    packages,
  };
  const { demands, withSource } = request;
  const difference = await compareLockfiles(
    {
      registry: world.registry,
      settings: location.settings,
      manifests: state.manifests,
      onProgress,
    },
    { before: existing, after: lockfile },
    demands,
    withSource,
  );
  return { lockfile, difference, held };
}

function checkOnly(lockfile: NpmLockfile, only: string | null): void {
  const names = Object.entries(lockfile.packages).map(
    ([path, { name }]) => name ?? folderName(path),
  );
  if (only !== null && !names.includes(only))
    throw new PinfoldError(
      "usage",
      `${JSON.stringify(only)} is no package of ${lockfile.subject}`,
      "--only takes the name of one package that is pinned",
    );
}

async function askList(
  { world, memory }: UpdateContext,
  { settings, site, specs }: NpxLocation,
  nodeVersion: string,
  name: string,
): Promise<ListAnswer> {
  const spec = specs.find((one) => parseNpmSpec(one)?.name === name) ?? name;
  return world.registry.list(
    { name, spec, nodeVersion, npmVersion: site.npmVersion, settings },
    memory,
  );
}

interface Found {
  readonly location: NpxLocation;
  readonly resolver: { readonly npm: string; readonly node: string };
  readonly answer: ListAnswer;
}

async function resolveNewest(
  { world, cacheFolder, onProgress }: PlanContext,
  { server, subject, existing, demands, only }: UpdateRequest,
  { location, resolver, answer }: Found,
): Promise<{ planned: readonly PlannedPackage[]; version: string }> {
  const { versionSpec } = server.launch;
  const isExact = isFrozen(server.launch);
  const [asked = null] =
    isExact && demands.cooldownBy === null ? [versionSpec?.replace(/^[v=\s]+/, "")] : [];
  const { now, cooldownDays } = demands;
  const allows = allowance({
    lockfile: existing,
    now,
    cooldownDays,
    only,
    asked: asked === null ? null : { name: subject.name, version: asked },
  });
  const wanted = { pinned: existing.version, versionSpec, isExact, nodeVersion: resolver.node };
  const tried = candidates(wanted, answer, (version, published) =>
    allows(subject.name, version, published),
  );
  const extras = location.specs.filter((spec) => parseNpmSpec(spec)?.name !== subject.name);
  let last: PinfoldError | null = null;
  for (const version of tried) {
    onProgress(`${subject.name}: resolving ${version}`);
    try {
      const planned = await world.registry.resolve(
        {
          specs: [`${subject.name}@${version}`, ...extras],
          nodeVersion: resolver.node,
          npmVersion: location.site.npmVersion,
          settings: location.settings,
          allows,
        },
        cacheFolder,
      );
      return { planned, version };
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError) || thrown.code !== "refused") throw thrown;
      last = thrown;
    }
  }
  throw (
    last ?? new PinfoldError("refused", `nothing of ${subject.name} may be taken`, "see its age")
  );
}

/** Pins of a resolved tree: those that are there already as they are, the rest fetched. */
async function pinsOf(
  { world, state, onProgress }: PlanContext,
  { settings }: NpxLocation,
  existing: NpmLockfile,
  planned: readonly PlannedPackage[],
): Promise<Readonly<Record<string, PackagePin>>> {
  const known = new Map(
    Object.entries(existing.packages).map(([path, pin]) => [
      prefixOf(pin.name ?? folderName(path), pin.version),
      pin,
    ]),
  );
  const kept = planned.flatMap((one): [string, PackagePin][] => {
    const pin = known.get(prefixOf(one.name, one.version));
    return pin === undefined ? [] : [[one.path, pinAt(one, pin)]];
  });
  const fetched = await fetchPackages(
    {
      registry: world.registry,
      settings,
      manifests: state.manifests,
      onProgress: (done, total) => onProgress(`read ${done} of ${total} packages that are new`),
    },
    planned.filter(({ name, version }) => !known.has(prefixOf(name, version))),
  );
  const all = [...kept, ...fetched.map(({ path, pin }): [string, PackagePin] => [path, pin])];
  return Object.fromEntries(all);
}

/** The same package where it stands now. */
function pinAt({ path, name, optional }: PlannedPackage, pin: PackagePin): PackagePin {
  const moved: PackagePin = { ...pin };
  delete moved.name;
  delete moved.optional;
  return {
    ...moved,
    ...(folderName(path) === name ? {} : { name }),
    ...(optional ? { optional: true as const } : {}),
  };
}

function isMoved(
  existing: NpmLockfile,
  packages: Readonly<Record<string, PackagePin>>,
  version: string,
): boolean {
  const after = { ...existing, packages };
  return version !== existing.version || changedPackages(existing, after).length > 0;
}
