import { PinfoldError } from "../errors.ts";
import { versionOfSubject } from "../lockfile/parse.ts";
import type { FoundPin, Locker, LockPlan } from "../lock/define.ts";
import { LOCKERS } from "../lock/index.ts";
import { planLaunchers } from "../lock/launcher-pins.ts";
import { policyBreach } from "../lock/policy-breach.ts";
import { writeLockfile } from "../lock/write.ts";
import { lockfilePathOf, type Subject } from "../model/subject.ts";
import type { Finding } from "../model/finding.ts";
import { printable, printableJson } from "../model/text.ts";
import { COOLDOWN_DAYS } from "../policy/cooldown.ts";
import { packagePurl } from "../policy/pattern.ts";
import { placeOf } from "../policy/policy.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import { headJson } from "../reporters/json.ts";
import { type CooldownOfPlan, lockedLine, planText, summarize } from "../reporters/lock-plan.ts";
import { styleFor } from "../reporters/style.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { recordEntry } from "../verify/entry-pin.ts";
import { obstacleOf } from "../verify/obstacle.ts";
import { pinsInForce } from "../verify/pins.ts";
import { heedPolicies } from "./heed-policies.ts";
import { capturedPath, ChainReading } from "../verify/find-chains.ts";
import { type KnownServer, knownServers } from "../verify/servers.ts";
import { judgeEvidence } from "../verify/judge.ts";
import { knownNames, nameEvidence } from "../verify/names.ts";
import { recordSources } from "../verify/sources.ts";
import type { CommandContext } from "./define.ts";
import { lockProgram } from "./lock-program.ts";
import {
  chainContext,
  isWanted,
  type NewRow,
  type Outcome,
  recordLaunchers,
  type Row,
  type Session,
  showFindings,
  showLaunchers,
} from "./lock-session.ts";

/** Pins what has no pin. Answers whether every selected server could be handled. */
export async function runLock(context: CommandContext): Promise<boolean> {
  const { io, options } = context;
  if (!options.isYes && (!io.canAsk || options.format === "json"))
    throw new PinfoldError(
      "usage",
      "lock asks before it writes, and there is no terminal to ask on",
      "say --yes to write without a question",
    );
  const session = await openSession(context);
  const { discovery, servers } = knownServers(context.world, options.scope);
  for (const problem of discovery.problems)
    io.err(`pinfold: ${printable(problem.file)}: ${printable(problem.message)}\n`);
  const active = servers.filter(({ entry }) => !entry.disabled);
  const rows: Row[] = [];
  for (const group of bySubject(active)) rows.push(await lockGroup(session, group));
  io.progress(null);
  if (rows.some(({ outcome }) => outcome === "locked" || outcome === "already")) {
    const dealtWith = rows.flatMap(({ outcome, servers: ids }) =>
      outcome === "declined" || outcome === "failed" ? [] : ids,
    );
    const handled = active.filter(({ entry }) => dealtWith.includes(entry.id));
    recordSources(
      session.write.state,
      discovery.servers,
      handled.map(({ entry }) => entry),
    );
  }
  if (options.format === "json") {
    const { version, machine } = context.world;
    const head = headJson({ version, now: machine.now.toISOString() });
    io.out(
      `${printableJson({ ...head, lockfiles: session.write.target.directory, servers: rows })}\n`,
    );
  } else if (rows.length === 0) io.out("no MCP server is configured: nothing was pinned\n");
  const isHandled = rows.every(({ outcome }) => outcome === "locked" || outcome === "already");
  return isHandled && rows.length > 0 && discovery.problems.every(({ isTolerated }) => isTolerated);
}

async function openSession(context: CommandContext): Promise<Session> {
  const { io, options } = context;
  const world = await context.lockWorld();
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const given = options.scope.lockfiles;
  const pins = pinsInForce(world.disk, state, folders, given);
  const directory = given ?? `${folders.config}/lockfiles`;
  heedPolicies(io, state, pins);
  return {
    ...context,
    write: { world, state, folders, target: { directory, isPersonal: given === null } },
    lock: {
      world,
      state,
      pins,
      clientPath: options.scope.clientPath,
      capturedPath: capturedPath(state),
      cacheFolder: folders.cache,
      dataFolder: folders.data,
      consent: async (question) => {
        io.progress(null);
        return options.isYes || /^y(?:es)?$/i.test((await io.ask(`${question} [y/N] `)).trim());
      },
      allowScripts: options.allowScripts,
      onProgress: (text) => io.progress(text),
      reading: new ChainReading({ ...world, state, clientPath: options.scope.clientPath }),
    },
  };
}

/** Servers that share a subject are pinned once. Servers without one come alone. */
function bySubject(servers: readonly KnownServer[]): readonly (readonly KnownServer[])[] {
  const groups = Map.groupBy(servers, ({ subject, entry }) => subject ?? `entry:${entry.id}`);
  return [...groups.values()];
}

async function lockGroup(session: Session, group: readonly KnownServer[]): Promise<Row> {
  const { io } = session;
  const names = group.map(({ entry }) => entry.id);
  const [server] = group;
  const row = (outcome: Outcome, parts: Partial<Row> = {}): Row => ({
    servers: names,
    subject: server?.subject ?? null,
    outcome,
    file: null,
    reason: null,
    summary: null,
    ...parts,
  });
  if (server === undefined) return row("skipped");
  const name = printable(server.entry.name, 80);
  const locker = LOCKERS.find((one) => one.takes(server));
  if (locker === undefined && server.program === null) {
    const reason = obstacleOf(server);
    io.err(`pinfold: ${name}: not pinned: ${printable(reason)}\n`);
    io.err(`pinfold: hint: vouch for it: pinfold accept ${name} --reason TEXT --until DAY\n`);
    return row("skipped", { reason });
  }
  try {
    return locker === undefined
      ? await lockProgram(session, group, server, row)
      : await lockSubject(session, group, { server, locker }, row);
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    io.progress(null);
    io.err(`pinfold: ${name}: ${printable(thrown.message, 1000)}\n`);
    io.err(`pinfold: hint: ${printable(thrown.hint, 1000)}\n`);
    return row("failed", { reason: thrown.message });
  }
}

async function lockSubject(
  session: Session,
  group: readonly KnownServer[],
  { server, locker }: { readonly server: KnownServer; readonly locker: Locker },
  row: NewRow,
): Promise<Row> {
  const { io, options, write, lock } = session;
  const name = printable(server.entry.name, 80);
  const pin = locker.pin(lock, server);
  checkPin(pin);
  const others = group.filter((one) => one !== server);
  for (const one of group) {
    const found = await locker.findings(lock, one, pin.lockfile);
    showFindings(session, one, found);
    const wrong = found.find(({ severity }) => severity === "error");
    if (wrong !== undefined) {
      const reason = `${wrong.message}; nothing was written`;
      io.err(`pinfold: ${printable(one.entry.name, 80)}: ${printable(reason)}\n`);
      return row("failed", { reason });
    }
  }
  const approves = locker.approvesLater && options.allowScripts.length > 0;
  if (pin.lockfile !== null && !approves) {
    const extra = await locker.interpreters(lock, [server, ...others], pin.lockfile);
    const launchers = planLaunchers(chainContext(session), group, () => extra);
    showLaunchers(session, server, launchers);
    recordLaunchers(session, launchers);
    const { file, subject } = pin.evidence;
    const [winner] = lock.pins.set.find(pin.subject);
    const directory = winner?.place.directory ?? write.target.directory;
    for (const one of group) recordEntry(write.state, one, directory, write.world.machine.home);
    if (options.format === "text")
      io.out(`${name}  ${subject} ${versionOfSubject(pin.lockfile) ?? ""} is pinned already\n`);
    return row("already", { file });
  }

  const plan = await locker.plan(lock, [server, ...others], pin.lockfile);
  io.progress(null);
  const label = { server: server.entry.name, subject: server.subject ?? "" };
  const summary = summarize(label, plan, session.world.machine.now, cooldownOf(session, plan));
  const { env, home } = session.world.machine;
  const block = { style: styleFor(io.isTerminal, env), home };
  const launchers = planLaunchers(chainContext(session), group, () => plan.interpreters);
  if (options.format === "text") {
    io.out(planText(summary, block));
    showLaunchers(session, server, launchers);
    for (const finding of plan.refusals) io.err(findingBlock(finding, server.entry, block));
  }
  showFindings(session, server, nameFindings(session, server, plan));
  if (plan.refusals.length > 0) {
    const reason = "an error stands, see above; nothing was written";
    io.err(`pinfold: ${name}: ${reason}\n`);
    return row("failed", { reason, summary });
  }
  const breach = policyBreach(lock.pins.policies, plan.lockfile, session.world.machine.now);
  if (breach !== null) {
    io.err(`pinfold: ${name}: ${printable(breach.message, 1000)}; nothing was written\n`);
    io.err(`pinfold: hint: ${printable(breach.exception, 1000)}\n`);
    return row("failed", { reason: breach.message, summary });
  }
  const before = textThere(session, plan.subject);
  if (!(await isWanted(session))) return row("declined", { summary });
  const file = writeLockfile(write, plan.subject, plan.lockfile, before);
  plan.remember();
  recordLaunchers(session, launchers);
  for (const one of group) recordEntry(write.state, one, write.target.directory, home);
  if (options.format === "text") io.out(lockedLine(file, home));
  return row("locked", { file, summary });
}

function cooldownOf({ lock, world }: Session, { subject }: LockPlan): CooldownOfPlan {
  const { policies } = lock.pins;
  const stated = policies.longestCooldown();
  const today = world.machine.now.toISOString().slice(0, 10);
  return {
    days: stated?.days ?? COOLDOWN_DAYS,
    by: stated === null ? null : placeOf(stated.at),
    of: (name) =>
      policies.cooldown(packagePurl(subject.ecosystem, name), today)?.days ?? COOLDOWN_DAYS,
  };
}

/** What a person should see of a name before they trust it. */
function nameFindings(
  { lock }: Session,
  server: KnownServer,
  { root: { mcpName, repository, provenance } }: LockPlan,
): readonly Finding[] {
  const claims = { mcpName, repository, builtFrom: provenance?.identity.repository ?? null };
  const names = nameEvidence(server, knownNames(lock.pins.set), claims);
  return names === null ? [] : judgeEvidence({ names }, server.entry.id).findings;
}

/** Existing pins stay: one that cannot be used, or is of another version than asked for, is told. */
function checkPin({ evidence }: FoundPin): void {
  const { state, problem, file, subject, otherVersion } = evidence;
  if (state === "unusable")
    throw new PinfoldError(
      "input",
      `${file} cannot be used: ${problem?.message ?? ""}`,
      problem?.hint ?? "restore it from version control",
    );
  if (otherVersion !== null)
    throw new PinfoldError(
      "refused",
      `${subject} is pinned at ${otherVersion.pinned}, and the entry asks for ${otherVersion.asked}: existing pins stay`,
      `write ${otherVersion.pinned} into the config, or remove ${file} to pin anew`,
    );
}

/** What stands in the place of a lockfile before anybody is asked. */
function textThere({ write: { world, target } }: Session, subject: Subject): string | null {
  const bytes = world.disk.read(`${target.directory}/${lockfilePathOf(subject)}`, MAX_LOCKFILE);
  return bytes === null ? null : Buffer.from(bytes).toString("utf8");
}

const MAX_LOCKFILE = 64 * 1024 * 1024;
