import { parsePrograms } from "../../ecosystems/pypi/entry-points.ts";
import { headerOf, repositoryOf } from "../../ecosystems/pypi/metadata.ts";
import { installedRequirements } from "../../ecosystems/pypi/requirements.ts";
import { rootOf } from "../../ecosystems/pypi/root-package.ts";
import { treeDigestOf } from "../../lockfile/format.ts";
import { LOCKFILE_VERSION } from "../../lockfile/fields.ts";
import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { PlannedRoot } from "../../model/lock-plan.ts";
import { purlOf, type Subject } from "../../model/subject.ts";
import type { Wheel } from "../../ports/python-index.ts";
import { resolveToday } from "../../verify/python-resolve.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LockContext, LockPlan } from "../define.ts";
import { platformsOf, resolveContext } from "./contexts.ts";
import { fixedEnvironment, judgeInstalled, readInstalled } from "./installed.ts";
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
  server: KnownServer,
  subject: Subject<"pypi">,
): Promise<LockPlan> {
  const { world, state, cacheFolder, allowScripts, onProgress } = context;
  const installed = await readInstalled(context, server, null);
  const fixed = fixedEnvironment(installed, server);
  const wish =
    fixed === null
      ? {}
      : {
          requirements: installedRequirements(fixed, subject),
          python: pythonOfLayout(fixed.layout.packages),
        };
  const { resolution, interpreter } = await resolveToday(resolveContext(context), server, wish);
  const platforms = platformsOf(world);
  const packages = choosePackages(resolution, platforms, allowScripts);
  const facts = await digestWheels(
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
  const root = rootOf(subject, resolution.packages);
  const own = packages.find(({ resolved }) => resolved === root);
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
  const planned = packages.map((one) => plannedPin(one, facts));
  const judged = await judgeInstalled(context, server, installed, { subject, lockfile });
  return {
    subject,
    lockfile,
    origin: fixed === null ? "resolved" : "installed",
    root: plannedRoot(planned, root, wheel),
    packages: planned,
    resolver: { uv: resolution.uvVersion, python: `${resolution.python} and newer` },
    notes: notesOf(packages, platforms),
    ...judged,
    interpreters: [
      ...new Set([...judged.interpreters, ...(interpreter === null ? [] : [interpreter])]),
    ],
  };
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
  wheel: Wheel | null,
): PlannedRoot {
  const own = planned.find(({ name, version }) => name === root.name && version === root.version);
  return {
    version: root.version,
    published: own?.published ?? null,
    publisher: null,
    repository: wheel === null ? null : repositoryOf(wheel.metadata),
    deprecated: null,
    provenance: null,
  };
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
