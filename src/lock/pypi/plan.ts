import { versionOfFile } from "../../ecosystems/pypi/asked-project.ts";
import { parsePrograms } from "../../ecosystems/pypi/entry-points.ts";
import { headerOf, repositoryOf } from "../../ecosystems/pypi/metadata.ts";
import { statusesOf } from "../../ecosystems/pypi/project-statuses.ts";
import { installedRequirements } from "../../ecosystems/pypi/requirements.ts";
import { rootOf } from "../../ecosystems/pypi/root-package.ts";
import { PinfoldError } from "../../errors.ts";
import { treeDigestOf } from "../../lockfile/format.ts";
import { LOCKFILE_VERSION } from "../../lockfile/fields.ts";
import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { PlannedRoot } from "../../model/lock-plan.ts";
import { purlOf, type Subject } from "../../model/subject.ts";
import type { ObservedEvidence, Provenance } from "../../model/provenance.ts";
import { ofAll } from "../../policy/pin-facts.ts";
import type { IndexProject, Wheel } from "../../ports/python-index.ts";
import { pythonsBefore } from "../../verify/python-interpreters.ts";
import { fixedPlace, isResolved } from "../../verify/python-fixed.ts";
import { locateServer } from "../../verify/python-places.ts";
import type { KnownServer } from "../../verify/servers.ts";
import { resolveToday } from "../../verify/python-resolve.ts";
import type { LockContext, LockPlan, SubjectGroup } from "../define.ts";
import { platformsOf, resolveContext } from "./contexts.ts";
import {
  fixedEnvironment,
  type Installed,
  judgeGroup,
  judgeInstalled,
  readInstalled,
} from "./installed.ts";
import { evidenceRefusals } from "../evidence-refusals.ts";
import { lostEvidence, type PlannedEvidence } from "../lost-evidence.ts";
import { pypiPredecessors } from "../predecessors.ts";
import { closureEvidence } from "./package-evidence.ts";
import { choosePackages, type ChosenPackage, pinsOf, plannedPin } from "./pins.ts";
import { digestWheels } from "./wheels.ts";

/**
 * 1. Where the next start runs an environment as it is (`python -m`, an installed tool), its versions
 *    are what is resolved; else what uvx would resolve today.
 * 2. uv says the closure for every platform, with the sha256 of each archive.
 * 3. Every wheel that a platform can use is fetched by it and digested.
 * 4. What is installed already is compared with that.
 */
export async function planPypi(
  context: LockContext,
  group: SubjectGroup,
  subject: Subject<"pypi">,
): Promise<LockPlan> {
  const { world, state, cacheFolder, allowScripts, onProgress } = context;
  const search = {
    ...world,
    state,
    clientPath: context.clientPath,
    capturedPath: context.capturedPath,
  };
  const { server, isFixed } = plannedServer(search, group);
  const others = group.filter((one) => one !== server);
  let reading: Promise<Installed> | null = null;
  const read = (): Promise<Installed> => (reading ??= readInstalled(context, server, null));
  const fixed = isFixed ? fixedEnvironment(world.disk, await read(), server) : null;
  const wish =
    fixed === null
      ? {}
      : {
          requirements: installedRequirements(fixed, subject),
          python: pythonOfLayout(fixed.layout.packages),
        };
  const closure = await resolveToday(resolveContext(context), server, {
    ...wish,
    meanwhile: () => {
      // Its failure is told where it is waited for.
      void read().catch(() => undefined);
      world.pythonIndex.prepare();
    },
  });
  const { resolution, interpreter } = closure;
  const installed = await read();
  const platforms = platformsOf(context);
  const packages = choosePackages(resolution, platforms, allowScripts);
  const root = rootOf(subject, resolution.packages);
  const own = packages.find(({ resolved }) => resolved === root);
  const asking = closureEvidence({ ...world, state, now: world.machine.now, onProgress }, closure, {
    packages,
    root: own ?? null,
  });
  // Its failure is told where it is waited for.
  asking.catch(() => undefined);
  const wheels = await digestWheels(
    {
      ...world,
      state,
      cacheFolder: `${cacheFolder}/pypi`,
      onProgress: (done, total) =>
        onProgress(`${server.entry.name}: read ${done} of ${total} wheels`),
    },
    packages.flatMap(({ resolved: { name, version }, chosen }) =>
      chosen.wheels.map((artifact) => ({ name, version, artifact })),
    ),
  );
  const { of: evidence, rootPage } = await asking;
  refuseQuarantined(root, rootPage);
  const facts = { wheels, evidence };
  const wheel = own === undefined ? null : await rootWheel(context, own);
  const pins = pinsOf(packages, facts);
  const requiresPython = wheel === null ? null : headerOf(wheel.metadata, "requires-python");
  const lockfile: PypiLockfile = {
    lockfileVersion: LOCKFILE_VERSION,
    subject: purlOf(subject),
    ...(subject.extras.length === 0
      ? {}
      : { extras: subject.extras.map((name) => purlOf({ ecosystem: "pypi", name })) }),
    version: root.version,
    revision: 1,
    tree: treeDigestOf(pins),
    entryPoints: wheel === null ? {} : parsePrograms(wheel.entryPoints),
    platforms: [...platforms],
    resolver: {
      uv: resolution.uvVersion,
      python: resolution.python,
      ...(requiresPython === null ? {} : { requiresPython: requiresPython.slice(0, 256) }),
    },
    packages: pins,
  };
  const before = interpreter === null ? [] : pythonsBefore(search, server, interpreter);
  const planned = packages.map((one) => plannedPin(one, facts));
  const made = plannedEvidence(evidence);
  const judged = await judgeInstalled(context, server, installed, { subject, lockfile });
  const beside = await judgeGroup(context, others, { subject, lockfile });
  return {
    subject,
    lockfile,
    origin: fixed === null ? "resolved" : "installed",
    root: plannedRoot(planned, root, {
      wheel,
      page: rootPage,
      provenance: own === undefined ? null : (evidence.get(own)?.details ?? null),
    }),
    packages: planned,
    resolver: { uv: resolution.uvVersion, python: `${resolution.python} and newer` },
    notes: notesOf(packages, platforms),
    refusals: [
      ...evidenceRefusals(
        server.entry,
        made.map(({ evidence: { invalid }, ...one }) => ({ ...one, invalid })),
        lostEvidence(context, "pypi", pypiPredecessors(context.pins.set), made),
      ),
      ...judged.refusals,
      ...beside.refusals,
    ],
    interpreters: [...new Set([...judged.interpreters, ...before, ...beside.interpreters])],
    remember() {
      judged.remember();
      beside.remember();
    },
  };
}

function plannedEvidence(
  evidence: ReadonlyMap<ChosenPackage, ObservedEvidence>,
): readonly PlannedEvidence[] {
  return [...evidence].map(
    ([
      {
        resolved,
        chosen: { wheels, sdist },
      },
      observed,
    ]) => ({
      name: resolved.name,
      version: resolved.version,
      digest: ofAll([...wheels, ...(sdist === null ? [] : [sdist])].map(({ sha256 }) => sha256)),
      evidence: observed,
    }),
  );
}

type SearchContext = Parameters<typeof locateServer>[0];

/**
 * The first of a group that is there, or that uv resolves. What an index has under the name of a module
 * can be anything: only what is installed says whose it is.
 */
function plannedServer(
  search: SearchContext,
  group: SubjectGroup,
): { readonly server: KnownServer; readonly isFixed: boolean } {
  const searched: string[] = [];
  for (const server of group) {
    const location = locateServer(search, server, null);
    const isFixed = !isResolved(search.disk, location, server);
    if (!isFixed || fixedPlace(search.disk, location, server) !== null) return { server, isFixed };
    searched.push(...location.searched);
  }
  const [first] = group;
  throw new PinfoldError(
    "input",
    `${searched[0] ?? "the Python that it starts"} is no environment that has ${first.subject ?? first.entry.name}`,
    "install the server into an environment of its own (python3 -m venv FOLDER), and name FOLDER/bin/python in the config",
  );
}

function pythonOfLayout(packages: string): string | null {
  return /^lib\/python(3\.\d+)t?\//.exec(packages)?.[1] ?? null;
}

/** Any of its wheels says which programs the server has: it is kept, being small and asked for again. */
async function rootWheel(
  { world, cacheFolder }: LockContext,
  { chosen }: ChosenPackage,
): Promise<Wheel | null> {
  const [first] = chosen.wheels;
  if (first === undefined) return null;
  const { file, url, sha256 } = first;
  const kept = { cacheFolder: `${cacheFolder}/pypi`, keep: true };
  return world.pythonIndex.wheel({ file, url, sha256, ...kept });
}

function plannedRoot(
  planned: LockPlan["packages"],
  root: { readonly name: string; readonly version: string },
  said: RootSources,
): PlannedRoot {
  const own = planned.find(({ name, version }) => name === root.name && version === root.version);
  const { wheel, provenance } = said;
  return {
    version: root.version,
    published: own?.published ?? null,
    publisher: null,
    repository: wheel === null ? null : repositoryOf(wheel.metadata),
    mcpName: wheel === null ? null : mcpNameOf(wheel.metadata),
    deprecated: warningOf(root, said.page),
    provenance,
  };
}

/** A line of the description, where registries of MCP servers look for it. */
function mcpNameOf(metadata: string): string | null {
  return /\bmcp-name:\s*([A-Za-z0-9.-]{1,200}\/[A-Za-z0-9._-]{1,200})/.exec(metadata)?.[1] ?? null;
}

/** Who says what about the server's own package. */
interface RootSources {
  readonly wheel: Wheel | null;
  readonly page: IndexProject | null;
  readonly provenance: Provenance | null;
}

/** What the index says against a version that may be pinned all the same. */
function warningOf(
  root: { readonly name: string; readonly version: string },
  page: IndexProject | null,
): string | null {
  const files = (page?.files ?? [])
    .map(({ file }) => file)
    .filter((file) => versionOfFile(root.name, file) === root.version);
  const [first] = statusesOf({ ...root, files }, page);
  if (first === undefined) return null;
  return `${first.kind}${first.reason === "" ? "" : `: ${first.reason}`}`;
}

/** An index that takes a project out of use as harmful knows more than we do. */
function refuseQuarantined({ name }: { readonly name: string }, page: IndexProject | null): void {
  if (page?.status !== "quarantined") return;
  throw new PinfoldError(
    "refused",
    `the index has put ${name} into quarantine${page.statusReason === null ? "" : `: ${page.statusReason}`}`,
    "do not install it; look at the project's page for what is known",
  );
}

function notesOf(
  packages: readonly ChosenPackage[],
  platforms: readonly string[],
): readonly string[] {
  const wheels = packages.reduce((sum, { chosen }) => sum + chosen.wheels.length, 0);
  const lacking = packages.flatMap(({ resolved: { name, version }, chosen }) =>
    chosen.lacking.map(
      (platform) => `${name} ${version} has no wheel for ${platform}: it would be built there`,
    ),
  );
  return [`${wheels} wheels, for ${platforms.join(", ")}`, ...lacking];
}
