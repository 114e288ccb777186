import type { PypiLocation } from "../../ecosystems/pypi/locate.ts";
import { pythonFileProblems } from "../../ecosystems/pypi/python-wanted.ts";
import type { ObservedEnvironment } from "../../ecosystems/pypi/observe-environment.ts";
import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { Finding } from "../../model/finding.ts";
import type { Disk } from "../../ports/disk.ts";
import type { Subject } from "../../model/subject.ts";
import { isChainInOrder } from "../../verify/chain-in-order.ts";
import { judgeEvidence } from "../../verify/judge.ts";
import { pinOf } from "../../verify/pins.ts";
import { configFolder, pythonsBefore } from "../../verify/python-interpreters.ts";
import { compareCompiled } from "../../verify/python-compiled.ts";
import { judgeOne, relevant } from "../../verify/python-judging.ts";
import { fixedPlace, isResolved } from "../../verify/python-fixed.ts";
import { locateServer } from "../../verify/python-places.ts";
import { type ReadEnvironment, readAll } from "../../verify/python-reading.ts";
import { interpretersOf } from "../../verify/python-servers.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LockContext } from "../define.ts";
import { digestSeeds } from "./released-seeds.ts";

/** The environments of a server that are on this disk, read to the end. */
export interface Installed {
  readonly location: PypiLocation;
  readonly environments: ReadonlyMap<string, ReadEnvironment>;
}

export async function readInstalled(
  {
    world,
    state,
    clientPath,
    capturedPath,
    onProgress,
  }: Pick<LockContext, "world" | "state" | "clientPath" | "capturedPath" | "onProgress">,
  server: KnownServer,
  lockfile: PypiLockfile | null,
): Promise<Installed> {
  const { disk, machine, treeReader } = world;
  const location = locateServer(
    { disk, machine, state, clientPath, capturedPath },
    server,
    lockfile,
  );
  const environments = await readAll({ disk, treeReader, onProgress }, location.found);
  return { location, environments };
}

/** The environment that the next start runs as it is; null where there is none. */
export function fixedEnvironment(
  disk: Disk,
  { location, environments }: Installed,
  server: KnownServer,
): ObservedEnvironment | null {
  const place = fixedPlace(disk, location, server);
  const read = place === null ? undefined : environments.get(place.root);
  return read === undefined || typeof read === "string" ? null : read;
}

export interface JudgedInstalled {
  /** Errors of what is there against the archives of the plan. */
  readonly refusals: readonly Finding[];
  /** The Pythons that the environments stand on. */
  readonly interpreters: readonly string[];
  remember(): void;
}

/** The same for several servers of one subject: uvx, a tool and an environment can all start it. */
export async function judgeGroup(
  context: LockContext,
  group: readonly KnownServer[],
  pin: { readonly subject: Subject<"pypi">; readonly lockfile: PypiLockfile },
): Promise<JudgedInstalled> {
  const all: JudgedInstalled[] = [];
  for (const server of group) {
    const installed = await readInstalled(context, server, pin.lockfile);
    all.push(await judgeInstalled(context, server, installed, pin));
  }
  return {
    refusals: all.flatMap(({ refusals }) => refusals),
    interpreters: [...new Set(all.flatMap(({ interpreters }) => interpreters))],
    remember() {
      for (const one of all) one.remember();
    },
  };
}

/** Whether what is installed is what its archives say: no pin is taken of what was tampered with. */
export async function judgeInstalled(
  context: LockContext,
  server: KnownServer,
  { location, environments }: Installed,
  { subject, lockfile }: { readonly subject: Subject<"pypi">; readonly lockfile: PypiLockfile },
): Promise<JudgedInstalled> {
  const { world, state, pins, clientPath, onProgress } = context;
  const { entry } = server;
  const chain = { ...world, state, clientPath, reading: context.reading };
  const compared = await compareCompiled(
    {
      compiler: world.pythonCompiler,
      state,
      onProgress,
      isTrusted: (program) => isChainInOrder(chain, server, { program, isPinnedOnly: false }),
    },
    environments,
  );
  const pin = { ...pinOf(pins, state, server, subject, () => null), lockfile };
  const judgeAll = (mayWrite: boolean) =>
    location.found.map((place) =>
      judgeOne({ ...world, state, pins, mayWrite }, server, { pin, place, environments, compared }),
    );
  const all = judgeAll(false);
  await digestSeeds(
    context,
    server,
    all.flatMap(({ seeds }) => seeds),
  );
  const { disk } = world;
  const config = configFolder(world, entry.env);
  const sources = { disk, cwd: location.cwd, config, env: entry.env };
  const isFixed = !isResolved(disk, location, server);
  const files = isFixed ? [] : pythonFileProblems(sources, server.launch);
  const trees = relevant(all);
  const { findings } = judgeEvidence(
    {
      python: {
        name: entry.name,
        version: lockfile.version,
        isResolved: !isFixed,
        places: location.searched,
        environments: trees,
        problems: [...location.problems, ...files],
        shared: [],
      },
    },
    entry.id,
  );
  return {
    refusals: findings.filter(({ severity }) => severity === "error"),
    interpreters: interpretersOf(trees, environments).flatMap((chosen) =>
      isFixed
        ? [chosen]
        : pythonsBefore(
            { ...world, clientPath, capturedPath: context.capturedPath },
            server,
            chosen,
          ),
    ),
    remember: () => void judgeAll(true),
  };
}
