import type { PypiLocation } from "../../ecosystems/pypi/locate.ts";
import type { ObservedEnvironment } from "../../ecosystems/pypi/observe-environment.ts";
import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { Finding } from "../../model/finding.ts";
import type { Subject } from "../../model/subject.ts";
import { isChainInOrder } from "../../verify/chain-in-order.ts";
import { judgeEvidence } from "../../verify/judge.ts";
import { pinOf } from "../../verify/pins.ts";
import { compareCompiled } from "../../verify/python-compiled.ts";
import { judgeOne, relevant } from "../../verify/python-judging.ts";
import { fixedPlace, locateServer } from "../../verify/python-places.ts";
import { type ReadEnvironment, readAll } from "../../verify/python-reading.ts";
import { interpretersOf } from "../../verify/python-servers.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LockContext } from "../define.ts";

/** The environments of a server that are on this disk, read to the end. */
export interface Installed {
  readonly location: PypiLocation;
  readonly environments: ReadonlyMap<string, ReadEnvironment>;
}

export async function readInstalled(
  {
    world,
    clientPath,
    capturedPath,
    onProgress,
  }: Pick<LockContext, "world" | "clientPath" | "capturedPath" | "onProgress">,
  server: KnownServer,
  lockfile: PypiLockfile | null,
): Promise<Installed> {
  const { disk, machine, treeReader } = world;
  const location = locateServer({ disk, machine, clientPath, capturedPath }, server, lockfile);
  const environments = await readAll({ disk, treeReader, onProgress }, location.found);
  return { location, environments };
}

/** The environment that the next start runs as it is; null where there is none. */
export function fixedEnvironment(
  { location, environments }: Installed,
  server: KnownServer,
): ObservedEnvironment | null {
  const place = fixedPlace(location, server);
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

/** Whether what is installed is what its archives say: no pin is taken of what was tampered with. */
export async function judgeInstalled(
  context: LockContext,
  server: KnownServer,
  { location, environments }: Installed,
  { subject, lockfile }: { readonly subject: Subject<"pypi">; readonly lockfile: PypiLockfile },
): Promise<JudgedInstalled> {
  const { world, state, pins, clientPath, onProgress } = context;
  const { entry } = server;
  const chain = { ...world, state, clientPath };
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
