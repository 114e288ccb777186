import { findNpx } from "../ecosystems/npm/npx-site.ts";
import { PinfoldError } from "../errors.ts";
import { exceptFindings } from "../policy/except.ts";
import type { PoliciesInForce } from "../policy/in-force.ts";
import { unknownDemands } from "../policy/unknown-demands.ts";
import type { FailureEvidence, NameEvidence, PolicyEvidence } from "../model/evidence.ts";
import { isSettled, type OnlineEvidence } from "../model/online.ts";
import { NOTHING_CHECKED, type Report, type ServerReport } from "../model/report.ts";
import { purlOfLabel } from "../model/subject.ts";
import { exitCodeOf } from "../model/verdict.ts";
import type { ProgramRequest } from "../path-search/real-program.ts";
import type { NpmSettingsQuery } from "../ports/npm-settings.ts";
import { applyRules, type Evidence, joinEvidence } from "../rules/apply.ts";
import { RULES } from "../rules/index.ts";
import { type Folders, foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { judgeChains } from "./chains.ts";
import { capturedPath, ChainReading } from "./find-chains.ts";
import { withAssumedPath } from "./assumed-path.ts";
import { type CollectContext, type Collected, collectAll, failureOf } from "./collect.ts";
import { COLLECTORS } from "./collectors.ts";
import { type EntryReading, readEntry } from "./entry-evidence.ts";
import { type Excepted, judgeEvidence } from "./judge.ts";
import { memoize } from "./memoize.ts";
import { nearbyLockfiles } from "./nearby.ts";
import { knownNames, nameEvidence } from "./names.ts";
import type { Registries } from "./online/define.ts";
import { obstacleOf } from "./obstacle.ts";
import { pinsInForce, rememberPolicies } from "./pins.ts";
import { policyEvidence } from "./policy-evidence.ts";
import { type KnownServer, knownServers } from "./servers.ts";
import type { Scope, World } from "./world.ts";

/** Windows finds programs by other rules, and owners and access lists are not read there yet. */
const UNFOLLOWED = "the programs that Windows finds on the way to the package";

/**
 * Judges every selected server: discover → parse → resolve → collect → judge. No program is started,
 * and where no registries are given, none is asked. Writes nothing but baselines of trees that it
 * sees for the first time, and what registries answered.
 */
export async function verify(
  given: World,
  scope: Scope,
  onProgress: (text: string) => void = () => undefined,
  registries: Registries | null = null,
): Promise<Report> {
  const readSettings = memoize(
    (query: NpmSettingsQuery) => given.npmSettings.read(query),
    (query) => JSON.stringify(query),
  );
  const { discovery, servers } = knownServers(given, scope);
  const folders = foldersOf(given.machine);
  const state = new State(given.disk, given.files, folders);
  const active = servers.filter(({ entry }) => !entry.disabled);
  const machine = withAssumedPath({ ...given, state }, active);
  const lost: FailureEvidence[] = [];
  const findSite = memoize(
    (request: ProgramRequest) => findNpx(given.disk, request),
    (request) => JSON.stringify(request),
  );
  const world = { ...given, machine, npmSettings: { read: readSettings }, findSite };
  const inForce = pinsInForce(world.disk, state, folders, scope.lockfiles, (error) =>
    lost.push(failureOf(error)),
  );
  const pins = { ...inForce, set: inForce.set.remembering() };
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
    chainsRead: readBeside(reading, followed, world),
    compiler: registries?.pythonCompiler ?? null,
  };
  const collection = await collectAll(COLLECTORS, context, active);
  await context.chainsRead;
  const chains = judgeChains(
    chainContext,
    followed,
    ({ entry }) => collection.servers.get(entry.id)?.interpreters ?? [],
    reading,
  );
  const known = memoize(knownNames, () => "");
  const today = world.machine.now.toISOString().slice(0, 10);
  const asked = registries === null ? null : await ask(context, registries, folders, active);
  const reports = servers.map((server) => {
    const { id } = server.entry;
    const read = entryOf(server, state, world.machine, pins.policies);
    const chain = chains.evidence.get(id) ?? {};
    const unjudged = isWindows ? [UNFOLLOWED] : [];
    const online = asked?.get(id) ?? null;
    const collected = collection.servers.get(id);
    const lockfile = collected?.lockfile ?? null;
    const program = collected?.evidence.program?.subject ?? null;
    const policy = policyEvidence(pins, server.entry.name, { lockfile, program, today });
    const names = lockfile === null ? nameEvidence(server, known(pins.set)) : null;
    const subject = lockfile?.subject ?? purlOfLabel(server.subject ?? "");
    const excepted: Excepted = (findings) =>
      exceptFindings(pins.policies, { subject, today }, findings);
    const facts = { chain, unjudged, online, policy, names, excepted, lost };
    return reportOf(server, collected, facts, read);
  });
  if (context.mayWrite) rememberPolicies(state, pins);
  const isRule = (id: string): boolean => RULES.some((rule) => rule.id === id);
  const fileFindings = [
    ...discovery.problems.flatMap((problem) => applyRules(RULES, { config: problem }, null)),
    ...pins.policies.all
      .flatMap((policy) => unknownDemands(policy, isRule))
      .flatMap((unknownDemand) => applyRules(RULES, { unknownDemand }, null)),
  ];
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

/** What the registries say of the next start; loaded only when they are asked. */
async function ask(
  context: CollectContext,
  registries: Registries,
  folders: Folders,
  servers: readonly KnownServer[],
): Promise<ReadonlyMap<string, OnlineEvidence>> {
  const { askRegistries } = await import("./online/index.ts");
  context.onProgress("asking the registries what the next start would run");
  return askRegistries(
    { ...context, registries, cacheFolder: folders.cache, dataFolder: folders.data },
    servers,
  );
}

/** Has another thread read launchers; what fails there is told when it is judged here. */
async function readBeside(
  reading: ChainReading,
  servers: readonly KnownServer[],
  { chainReader }: World,
): Promise<void> {
  try {
    if (chainReader !== undefined) await reading.readBeside(servers, chainReader);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
  }
}

/** What this machine remembers of an entry, or why that could not be read. */
function entryOf(
  server: KnownServer,
  state: State,
  machine: World["machine"],
  policies: PoliciesInForce,
): EntryReading | PinfoldError {
  try {
    return readEntry(server, state, machine, policies);
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return thrown;
    throw thrown;
  }
}

function reportOf(
  server: KnownServer,
  collected: Collected | undefined,
  {
    chain,
    unjudged,
    online,
    policy,
    names,
    excepted,
    lost,
  }: {
    chain: Evidence;
    unjudged: readonly string[];
    online: OnlineEvidence | null;
    policy: PolicyEvidence | null;
    names: NameEvidence | null;
    excepted: Excepted;
    lost: readonly FailureEvidence[];
  },
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
      isFloating: collected?.isFloating === true && (online === null || !isSettled(online)),
      obstacle: collected === undefined ? obstacleOf(server) : null,
      isAccepted,
      unjudged: [
        ...(collected?.unjudged ?? launch.unjudged),
        ...(known?.unjudged ?? []),
        ...(entry.command === null ? [] : unjudged),
      ],
    },
    ...(known === null ? {} : { entry: known.entry, environment: known.environment }),
    ...(online === null ? {} : { online }),
    ...(policy === null ? {} : { policy }),
    ...(names === null ? {} : { names }),
    failures: [...lost, ...(read instanceof PinfoldError ? [failureOf(read)] : [])],
  };
  const judged = judgeEvidence(
    joinEvidence(joinEvidence(own, chain), collected?.evidence ?? {}),
    entry.id,
    excepted,
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
