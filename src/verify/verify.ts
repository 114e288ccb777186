import { PinfoldError } from "../errors.ts";
import { NOTHING_CHECKED, type Report, type ServerReport } from "../model/report.ts";
import { exitCodeOf } from "../model/verdict.ts";
import { applyRules, type Evidence, joinEvidence } from "../rules/apply.ts";
import { RULES } from "../rules/index.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { capturedPath, ChainReading, judgeChains } from "./chains.ts";
import { type Collected, collectAll, failureOf } from "./collect.ts";
import { COLLECTORS } from "./collectors.ts";
import { type EntryReading, readEntry } from "./entry-evidence.ts";
import { judgeEvidence } from "./judge.ts";
import { nearbyLockfiles } from "./nearby.ts";
import { pinsInForce } from "./pins.ts";
import { type KnownServer, knownServers } from "./servers.ts";
import type { Scope, World } from "./world.ts";

/** Windows finds programs by other rules, and owners and access lists are not read there yet. */
const UNFOLLOWED = "the programs that Windows finds on the way to the package";

/**
 * Judges every selected server: discover → parse → resolve → collect → judge. Offline, and no
 * program is started. Writes nothing but baselines of trees that it sees for the first time.
 */
export async function verify(
  world: World,
  scope: Scope,
  onProgress: (text: string) => void = () => undefined,
): Promise<Report> {
  const { discovery, servers } = knownServers(world, scope);
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const pins = pinsInForce(world.disk, state, folders, scope.lockfiles);
  const active = servers.filter(({ entry }) => !entry.disabled);
  const chainContext = { ...world, state, clientPath: scope.clientPath };
  const isWindows = world.machine.platform === "win32";
  const followed = isWindows ? [] : active;
  const reading = new ChainReading(chainContext);
  const context = {
    ...world,
    state,
    pins,
    clientPath: scope.clientPath,
    capturedPath: capturedPath(state),
    mayWrite: scope.configs.size === 0,
    nearby: nearbyLockfiles(world, scope),
    onProgress,
    chains: reading,
    meanwhile: () => warm(reading, followed),
  };
  const collection = await collectAll(COLLECTORS, context, active);
  const chains = judgeChains(
    chainContext,
    followed,
    ({ entry }) => collection.servers.get(entry.id)?.interpreters ?? [],
    reading,
  );
  const reports = servers.map((server) => {
    const { id } = server.entry;
    const read = entryOf(server, state, world.machine);
    const chain = chains.evidence.get(id) ?? {};
    const unjudged = isWindows ? [UNFOLLOWED] : [];
    return reportOf(server, collection.servers.get(id), { chain, unjudged }, read);
  });
  const fileFindings = discovery.problems.flatMap((problem) =>
    applyRules(RULES, { config: problem }, null),
  );
  // A client reads a tolerated file all the same, and so do we.
  const unreadable = discovery.problems.filter(({ isTolerated }) => !isTolerated);
  const verdicts = reports.map(({ verdict }) => verdict).filter((verdict) => verdict !== null);
  return {
    version: world.version,
    now: world.machine.now.toISOString(),
    lockfiles: pins.set.places.map(({ directory }) => directory),
    assumptions: [
      ...overrides(scope),
      ...new Set([...collection.assumptions, ...chains.assumptions]),
      ...discovery.notes,
    ],
    gaps: discovery.gaps,
    servers: reports,
    fileFindings,
    exitCode: exitCodeOf(verdicts, unreadable.length),
  };
}

/** Reads launchers while another thread reads trees; what fails is told when it is judged. */
function warm(reading: ChainReading, servers: readonly KnownServer[]): void {
  for (const server of servers) {
    try {
      reading.find(server);
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
    }
  }
}

/** What this machine remembers of an entry, or why that could not be read. */
function entryOf(
  server: KnownServer,
  state: State,
  machine: World["machine"],
): EntryReading | PinfoldError {
  try {
    return readEntry(server, state, machine);
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return thrown;
    throw thrown;
  }
}

function reportOf(
  server: KnownServer,
  collected: Collected | undefined,
  { chain, unjudged }: { chain: Evidence; unjudged: readonly string[] },
  read: EntryReading | PinfoldError,
): ServerReport {
  const { entry, launch } = server;
  if (entry.disabled)
    return {
      entry,
      launch,
      verdict: null,
      reason: null,
      version: null,
      findings: [],
      checked: NOTHING_CHECKED,
    };
  const known = read instanceof PinfoldError ? null : read;
  const isAccepted = known?.entry.acceptance?.state === "valid";
  const own: Evidence = {
    launch: {
      name: entry.name,
      launch,
      isFloating: collected?.isFloating ?? false,
      obstacle:
        collected === undefined
          ? (server.program?.obstacle ?? `${launch.detail} launches are not judged yet`)
          : null,
      isAccepted,
      unjudged: [
        ...(collected?.unjudged ?? launch.unjudged),
        ...(known?.unjudged ?? []),
        ...(entry.command === null ? [] : unjudged),
      ],
    },
    ...(known === null ? {} : { entry: known.entry, environment: known.environment }),
    ...(read instanceof PinfoldError ? { failures: [failureOf(read)] } : {}),
  };
  const judged = judgeEvidence(
    joinEvidence(joinEvidence(own, chain), collected?.evidence ?? {}),
    entry.id,
  );
  const { findings } = judged;
  const { verdict, reason } =
    judged.verdict === "verified" && isAccepted
      ? ({ verdict: "accepted", reason: "entry only; its code cannot be checked" } as const)
      : judged;
  const { version = null, checked = NOTHING_CHECKED } = collected ?? {};
  return { entry, launch, verdict, reason, version, findings, checked };
}

function overrides({ configs, lockfiles }: Scope): string[] {
  return [
    ...[...configs].map(([client, file]) => `the configuration of ${client} is ${file} (--config)`),
    ...(lockfiles === null ? [] : [`the pins are exactly those of ${lockfiles} (--lockfiles)`]),
  ];
}
