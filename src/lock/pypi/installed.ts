import { locatePypi, type PypiLocation } from "../../ecosystems/pypi/locate.ts";
import type { ObservedEnvironment } from "../../ecosystems/pypi/observe-environment.ts";
import type { EnvironmentPlace } from "../../ecosystems/pypi/places/define.ts";
import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { Finding } from "../../model/finding.ts";
import type { Subject } from "../../model/subject.ts";
import { judgeEvidence } from "../../verify/judge.ts";
import { pinOf } from "../../verify/pins.ts";
import { judgeOne, relevant } from "../../verify/python-judging.ts";
import { type ReadEnvironment, readAll } from "../../verify/python-reading.ts";
import { interpretersOf, pythonOf } from "../../verify/python-servers.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LockContext } from "../define.ts";

/** The environments of a server that are on this disk, read to the end. */
export interface Installed {
  readonly location: PypiLocation;
  readonly environments: ReadonlyMap<string, ReadEnvironment>;
}

export async function readInstalled(
  { world, clientPath, capturedPath, onProgress }: LockContext,
  server: KnownServer,
  subject: Subject<"pypi">,
  programs: readonly string[],
): Promise<Installed> {
  const { disk, machine, treeReader } = world;
  const { entry, launch } = server;
  const python =
    launch.launcher === "python -m"
      ? pythonOf({ disk, machine, clientPath, capturedPath }, server)
      : null;
  const location = locatePypi({ disk, machine, entry, launch, subject, programs, python });
  const environments = await readAll({ disk, treeReader, onProgress }, location.found);
  return { location, environments };
}

/** The environment that the next start runs as it is, resolving nothing; null where there is none. */
export function fixedEnvironment(
  { location, environments }: Installed,
  { launch }: KnownServer,
): { readonly place: EnvironmentPlace; readonly read: ObservedEnvironment } | null {
  // uvx prefers an installed tool to a resolution, unless it is told to take the latest.
  const isTool = ({ maker }: EnvironmentPlace): boolean =>
    maker === "uv tool" && launch.launcher !== "pipx run" && launch.extras.length === 0;
  const place = location.found.find((one) => location.isFixed || isTool(one));
  const read = place === undefined ? undefined : environments.get(place.root);
  return place === undefined || read === undefined || typeof read === "string"
    ? null
    : { place, read };
}

export interface JudgedInstalled {
  /** Errors of what is there against the archives of the plan. */
  readonly refusals: readonly Finding[];
  /** The Pythons that the environments stand on. */
  readonly interpreters: readonly string[];
  remember(): void;
}

/** Whether what is installed is what its archives say: no pin is taken of what was tampered with. */
export function judgeInstalled(
  { world, state, pins }: LockContext,
  server: KnownServer,
  { location, environments }: Installed,
  { subject, lockfile }: { readonly subject: Subject<"pypi">; readonly lockfile: PypiLockfile },
): JudgedInstalled {
  const { entry } = server;
  const pin = { ...pinOf(pins, state, server, subject, () => null), lockfile };
  const judgeAll = (mayWrite: boolean) =>
    location.found.map((place) =>
      judgeOne({ ...world, state, pins, mayWrite }, server, { pin, place, environments }),
    );
  const all = judgeAll(false);
  const trees = relevant(all);
  const { findings } = judgeEvidence(
    {
      python: {
        name: entry.name,
        version: lockfile.version,
        places: location.searched,
        environments: trees,
        problems: location.problems,
        shared: [],
      },
    },
    entry.id,
  );
  return {
    refusals: findings.filter(({ severity }) => severity === "error"),
    interpreters: interpretersOf(trees, environments),
    remember: () => void judgeAll(true),
  };
}
