import { askedPackage } from "../../ecosystems/npm/asked-package.ts";
import { closureMoves } from "../../ecosystems/npm/closure-moves.ts";
import { localPackage } from "../../ecosystems/npm/local-tree.ts";
import { attempt, locateNpx, type NpxLocation } from "../../ecosystems/npm/locate.ts";
import { isFrozen } from "../../ecosystems/npm/npx-tree.ts";
import { PinfoldError } from "../../errors.ts";
import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import type { PackageEvidence } from "../../model/evidence-difference.ts";
import { isKept } from "../../model/launch.ts";
import type { AskedPackage, ClosureMoves, OnlineEvidence } from "../../model/online.ts";
import { packagePurl } from "../../policy/pattern.ts";
import type { ListAnswer } from "../../ports/npm-registry.ts";
import { Sightings } from "../../state/sightings.ts";
import { RegistryAnswers } from "../../state/registry-answers.ts";
import { purlOf } from "../../model/subject.ts";
import { pinOf } from "../pins.ts";
import { cooldownOf } from "./cooldown.ts";
import type { OnlineCheck, OnlineContext } from "./define.ts";
import { askEvidence } from "./npm-evidence.ts";

/**
 * What the next start of npx runs:
 *
 * 1. For each spec of the entry npx asks the registry's list and picks a version.
 * 2. Where that version stands in its tree already, the tree is started as it is.
 * 3. Else it installs: which packages come then is what a resolution of today says. It is done for
 *    the Node that the lockfile names, so that no program is started to ask its version.
 */
export const npmCheck: OnlineCheck = {
  takes: ({ npm }) => npm !== null,

  async ask(context, server) {
    const { entry, launch, npm } = server;
    if (npm === null) return null;
    const { lockfile } = pinOf(context.pins, context.state, server, npm, context.nearby);
    if (lockfile === null) return null;
    const empty: OnlineEvidence = {
      name: entry.name,
      isFloating: !isFrozen(launch),
      resolvesAnew: false,
      cooldownDays: cooldownOf(context, purlOf(npm)),
      packages: [],
      closure: null,
      statuses: [],
      disagreements: [],
      problems: [],
    };
    const answer = await attempt(async () => {
      const location = await locateNpx(context, entry, launch);
      const asked = await askAll(context, location, lockfile, isKept(launch));
      return { ...empty, ...asked };
    });
    return answer instanceof PinfoldError ? { ...empty, problems: [problemOf(answer)] } : answer;
  },
};

/** @param isPinned `run` resolves and installs nothing: what became of the pinned versions is asked */
async function askAll(
  context: OnlineContext,
  location: NpxLocation,
  lockfile: NpmLockfile,
  isPinned: boolean,
): Promise<Pick<OnlineEvidence, "packages" | "evidence" | "closure" | "problems">> {
  const packages: AskedPackage[] = [];
  const evidence: PackageEvidence[] = [];
  for (const written of location.specs) {
    const spec = isPinned ? `${written}@${pinOfName(lockfile, written).version}` : written;
    const one = await askOne(context, location, lockfile, spec);
    packages.push(one.asked);
    if (one.evidence !== null) evidence.push(one.evidence);
  }
  const mustInstall = packages.some(
    ({ package: name, next }) =>
      next !== null &&
      localPackage(context.disk, `${location.root}/node_modules/${name}`)?.version !== next.version,
  );
  if (isPinned || !mustInstall) return { packages, evidence, closure: null, problems: [] };
  const closure = await attempt(() => resolveClosure(context, location, lockfile, packages));
  return closure instanceof PinfoldError
    ? { packages, evidence, closure: null, problems: [problemOf(closure)] }
    : { packages, evidence, closure, problems: [] };
}

async function askOne(
  context: OnlineContext,
  { settings, site }: NpxLocation,
  lockfile: NpmLockfile,
  spec: string,
): Promise<{ readonly asked: AskedPackage; readonly evidence: PackageEvidence | null }> {
  const { registries, disk, files, cacheFolder, machine } = context;
  const name = parseNpmSpec(spec)?.name ?? spec;
  const answer = await registries.registry.list(
    { name, spec, nodeVersion: lockfile.resolver.node, npmVersion: site.npmVersion, settings },
    new RegistryAnswers(disk, files, cacheFolder),
  );
  remember(context, packagePurl("npm", name), answer);
  const calendar = {
    now: machine.now,
    cooldownDays: cooldownOf(context, packagePurl("npm", name)),
  };
  const pin = pinOfName(lockfile, name);
  const { version, integrity } = pin;
  return {
    asked: askedPackage({ name, version, integrity }, answer, calendar),
    evidence: await askEvidence(context, settings, { name, pin }, answer),
  };
}

/** So that a time that is rewritten later is known for that. */
function remember(
  { state, machine, mayWrite }: OnlineContext,
  purl: string,
  { list }: ListAnswer,
): void {
  if (!mayWrite) return;
  const sightings = new Sightings(state, machine.now);
  for (const [version, { published }] of Object.entries(list.versions))
    sightings.time(purl, version, published);
  sightings.write();
}

function pinOfName(lockfile: NpmLockfile, name: string): PackagePin {
  const pin = lockfile.packages[`node_modules/${name}`];
  if (pin === undefined)
    throw new PinfoldError(
      "input",
      `the lockfile has no ${name}, which the entry names`,
      "restore the lockfile from version control, or lock the server again",
    );
  return pin;
}

async function resolveClosure(
  { registries, cacheFolder, onProgress }: OnlineContext,
  { specs, settings, site }: NpxLocation,
  lockfile: NpmLockfile,
  packages: readonly AskedPackage[],
): Promise<ClosureMoves> {
  const [main] = packages;
  onProgress(`${main?.package ?? ""}: resolving what the next start would install`);
  const planned = await registries.registry.resolve(
    { specs, nodeVersion: lockfile.resolver.node, npmVersion: site.npmVersion, settings },
    `${cacheFolder}/npm`,
  );
  return closureMoves(lockfile, planned, main?.package ?? "");
}

function problemOf({ message, hint }: PinfoldError): OnlineEvidence["problems"][number] {
  return { message, hint };
}
