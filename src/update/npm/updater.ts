import { allowance, byCooldown } from "../../ecosystems/npm/allowance.ts";
import { locateNpx, type NpxLocation } from "../../ecosystems/npm/locate.ts";
import { isFrozen } from "../../ecosystems/npm/npx-tree.ts";
import { PinfoldError } from "../../errors.ts";
import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import { entryFindings } from "../../lock/npm/entry-findings.ts";
import { fetchPackages } from "../../lock/npm/fetch-packages.ts";
import { resolverOf } from "../../lock/npm/plan.ts";
import { treeDigestOf } from "../../lockfile/format.ts";
import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import { folderName, prefixOf } from "../../model/npm-tree.ts";
import { rankOf } from "../../model/provenance.ts";
import type { Subject } from "../../model/subject.ts";
import type { ListAnswer, PlannedPackage } from "../../ports/npm-registry.ts";
import { Sightings } from "../../state/sightings.ts";
import { AttestationAnswers } from "../../state/attestation-answers.ts";
import { RegistryAnswers } from "../../state/registry-answers.ts";
import type { KnownServer } from "../../verify/servers.ts";
import { changedPackages } from "../changed-packages.ts";
import { compareChanged } from "../compare-changed.ts";
import type { UpdateContext, Updater } from "../define.ts";
import { checkOnly, pinInForce } from "../pin-in-force.ts";
import { refuseInvalid } from "../refuse-invalid.ts";
import { candidates, heldBack } from "./candidates.ts";
import { namedPins } from "./named-pins.ts";
import { packageState } from "./package-states.ts";

/**
 * 1. The registry's list says which versions of the server's package there are.
 * 2. The newest one is taken that is old enough and whose packages make a tree of old enough ones.
 * 3. What is pinned already stays as it is pinned; the rest is fetched and digested as by `lock`.
 * 4. Each package that moves is compared with the one that it replaces, file by file.
 */
export const npmUpdater: Updater = {
  takes: ({ npm }) => npm !== null,

  async findings(context, server) {
    const { world, state, clientPath, capturedPath } = context;
    const { lockfile = null } = pinInForce(context.pins, server.npm) ?? {};
    return entryFindings({ ...world, state, clientPath, capturedPath }, server, lockfile);
  },

  async plan(context, server) {
    const { world, state, clientPath, capturedPath, onProgress } = context;
    const found = pinInForce(context.pins, server.npm);
    if (found === null || server.npm === null) return null;
    const { lockfile: existing, file, text, place } = found;
    const subject = server.npm;
    checkOnly(
      namedPins(existing).map(({ name }) => name),
      existing,
      context.only,
    );
    const location = await locateNpx(
      { ...world, clientPath, capturedPath },
      server.entry,
      server.launch,
    );
    const resolver = await resolverOf(context, location);
    onProgress(`${subject.name}: asking the registry`);
    const answer = await askList(context, location, resolver.node, subject.name);
    const asked = { server, subject, existing, location, resolver, answer };
    const sightings = new Sightings(state, context.demands.now);
    const { planned, version } = await resolveNewest(context, asked, sightings);
    const { packages, logged } = await pinsOf(context, location, existing, planned);
    const plan = {
      subject,
      pin: { file, text, place },
      from: existing.version,
      to: version,
      packages: Object.keys(existing.packages).length,
      held: heldBack(version, answer),
    };
    sightings.write();
    const changed = changedPackages(namedPins(existing), namedPins({ packages }));
    if (version === existing.version && changed.length === 0)
      return { ...plan, lockfile: existing, difference: null };
    const fetching = { registry: world.registry, settings: location.settings };
    const states = { ...fetching, manifests: state.manifests, sightings, logged };
    const main = packages[`node_modules/${subject.name}`];
    if (main === undefined)
      throw new PinfoldError(
        "internal",
        `the tree of ${subject.name} does not hold it`,
        "please report this as a defect of pinfold",
      );
    const { programs } = await packageState(states, subject.name, main);
    const approved = approveScripts(packages, context.allowScripts);
    const lockfile: NpmLockfile = {
      ...existing,
      version,
      revision: existing.revision + 1,
      tree: treeDigestOf(approved),
      bin: { ...programs },
      resolver,
      packages: approved,
    };
    const { demands, withSource } = context;
    const difference = await compareChanged(
      { stateOf: (name, pin) => packageState(states, name, pin), demands, withSource, onProgress },
      changedPackages(namedPins(existing), namedPins(lockfile)),
    );
    return { ...plan, lockfile, difference };
  },
};

async function askList(
  { world, cacheFolder }: UpdateContext,
  { settings, site, specs }: NpxLocation,
  nodeVersion: string,
  name: string,
): Promise<ListAnswer> {
  const spec = specs.find((one) => parseNpmSpec(one)?.name === name) ?? name;
  return world.registry.list(
    { name, spec, nodeVersion, npmVersion: site.npmVersion, settings },
    new RegistryAnswers(world.disk, world.files, cacheFolder),
  );
}

interface Asked {
  readonly server: KnownServer;
  readonly subject: Subject<"npm">;
  readonly existing: NpmLockfile;
  readonly location: NpxLocation;
  readonly resolver: { readonly npm: string; readonly node: string };
  readonly answer: ListAnswer;
}

async function resolveNewest(
  { world, demands, only, cacheFolder, onProgress }: UpdateContext,
  { server, subject, existing, location, resolver, answer }: Asked,
  sightings: Sightings,
): Promise<{ planned: readonly PlannedPackage[]; version: string }> {
  const { versionSpec } = server.launch;
  const isExact = isFrozen(server.launch);
  const asked = isExact ? (versionSpec?.replace(/^[v=\s]+/, "") ?? null) : null;
  const allows = allowance({
    lockfile: existing,
    ...demands,
    sightings,
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
        `${cacheFolder}/npm`,
      );
      return { planned, version };
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError) || thrown.code !== "refused") throw thrown;
      last = thrown;
    }
  }
  if (last === null)
    throw new PinfoldError("refused", `nothing of ${subject.name} may be taken`, "see its age");
  throw byCooldown(last, demands.policies);
}

/** Pins of a resolved tree: those that are there already as they are, the rest fetched. */
async function pinsOf(
  { world, state, cacheFolder, onProgress }: UpdateContext,
  { settings }: NpxLocation,
  existing: NpmLockfile,
  planned: readonly PlannedPackage[],
): Promise<{ packages: Readonly<Record<string, PackagePin>>; logged: Map<string, string> }> {
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
  const attested = attestedNames(existing);
  const fetched = await fetchPackages(
    {
      registry: world.registry,
      evidence: world.evidence,
      attestationMemory: new AttestationAnswers(world.disk, world.files, cacheFolder),
      expectsAttestations: (name) => attested.has(name),
      settings,
      manifests: state.manifests,
      onProgress: (done, total) => onProgress(`read ${done} of ${total} packages that are new`),
    },
    planned.filter(({ name, version }) => !known.has(prefixOf(name, version))),
  );
  for (const { facts, evidence } of fetched) refuseInvalid(facts, evidence.invalid);
  const all = [...kept, ...fetched.map(({ path, pin }): [string, PackagePin] => [path, pin])];
  const logged = fetched.flatMap(({ facts: { name, version }, evidence: { publishedAt } }) =>
    publishedAt === undefined ? [] : [[prefixOf(name, version), publishedAt] as const],
  );
  return { packages: Object.fromEntries(all), logged: new Map(logged) };
}

/** Packages with statements about them: their successors must have them too. */
function attestedNames({ packages }: NpmLockfile): ReadonlySet<string> {
  const attested = Object.entries(packages).filter(
    ([, { evidence }]) => evidence !== undefined && rankOf(evidence.level) >= rankOf("publish"),
  );
  return new Set(attested.map(([path, { name }]) => name ?? folderName(path)));
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

/** Install scripts of named packages are approved, for the archives as they are now. */
function approveScripts(
  packages: Readonly<Record<string, PackagePin>>,
  names: readonly string[],
): Record<string, PackagePin> {
  return Object.fromEntries(
    Object.entries(packages).map(([path, pin]): [string, PackagePin] => {
      const isNamed = names.includes(pin.name ?? folderName(path));
      return pin.hooks === undefined || !isNamed
        ? [path, pin]
        : [path, { ...pin, hooks: { ...pin.hooks, approved: true } }];
    }),
  );
}
