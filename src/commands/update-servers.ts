import { ageText } from "../difference/age.ts";
import type { RankedDifference } from "../difference/difference.ts";
import { dayOf, type Demands } from "../difference/package-state.ts";
import { PinfoldError } from "../errors.ts";
import { policyBreach } from "../lock/policy-breach.ts";
import { writeLockfile } from "../lock/write.ts";
import { COOLDOWN_DAYS } from "../policy/cooldown.ts";
import { packagePurl } from "../policy/pattern.ts";
import { placeOf } from "../policy/policy.ts";
import { subjectLabel } from "../model/subject.ts";
import { count, printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { findingBlock } from "../reporters/finding-block.ts";
import { headJson } from "../reporters/json.ts";
import { lockedLine } from "../reporters/lock-plan.ts";
import { shortPath } from "../reporters/paths.ts";
import { sourceText } from "../reporters/source-difference.ts";
import { styleFor } from "../reporters/style.ts";
import { acceptingText, updateText, type UpdateSummary } from "../reporters/update-report.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import type { UpdateContext, UpdatePlan, Updater } from "../update/define.ts";
import { UPDATERS } from "../update/index.ts";
import { type Refusal, refusalOf } from "../update/refusal.ts";
import { capturedPath } from "../verify/find-chains.ts";
import { pinsInForce } from "../verify/pins.ts";
import { heedPolicies } from "./heed-policies.ts";
import { type KnownServer, knownServers } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";

type Outcome = "updated" | "current" | "differs" | "declined" | "blocked" | "failed" | "skipped";

interface Row {
  readonly servers: readonly string[];
  readonly subject: string | null;
  readonly outcome: Outcome;
  readonly from: string | null;
  readonly to: string | null;
  readonly file: string | null;
  readonly reason: string | null;
  /** A newer version that is too young. */
  readonly held: UpdatePlan["held"];
  readonly difference: RankedDifference | null;
}

interface Session extends CommandContext {
  readonly update: UpdateContext;
}

/** Moves pins, one subject after the other. Answers the exit code. */
export async function runUpdate(context: CommandContext): Promise<number> {
  const { io, options, world } = context;
  const session = await openSession(context);
  const { servers } = knownServers(world, options.scope);
  const active = servers.filter(({ entry }) => !entry.disabled);
  const groups = Map.groupBy(active, ({ subject, entry }) => subject ?? `entry:${entry.id}`);
  const rows: Row[] = [];
  for (const group of groups.values()) rows.push(await updateGroup(session, group));
  io.progress(null);
  const exitCode = exitCodeFor(rows, options.isCheck);
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: world.machine.now.toISOString() });
    io.out(`${printableJson({ ...head, isCheck: options.isCheck, servers: rows, exitCode })}\n`);
  } else if (rows.length === 0) io.out("no MCP server is configured: nothing was updated\n");
  return exitCode;
}

function exitCodeFor(rows: readonly Row[], isCheck: boolean): number {
  const has = (...outcomes: readonly Outcome[]): boolean =>
    rows.some(({ outcome }) => outcomes.includes(outcome));
  if (isCheck && has("differs", "blocked")) return EXIT.violated;
  const isHandled = rows.length > 0 && !has("declined", "blocked", "failed", "skipped");
  return isHandled ? EXIT.clean : EXIT.unsettled;
}

async function openSession(context: CommandContext): Promise<Session> {
  const { io, options } = context;
  const world = await context.lockWorld();
  const folders = foldersOf(world.machine);
  const state = new State(world.disk, world.files, folders);
  const pins = pinsInForce(world.disk, state, folders, options.scope.lockfiles);
  heedPolicies(io, state, pins);
  return {
    ...context,
    update: {
      world,
      state,
      pins,
      demands: { now: world.machine.now, policies: pins.policies },
      clientPath: options.scope.clientPath,
      capturedPath: capturedPath(state),
      cacheFolder: folders.cache,
      dataFolder: folders.data,
      consent: async (question) => {
        io.progress(null);
        if (options.isYes || !io.canAsk) return options.isYes;
        return /^y(?:es)?$/i.test((await io.ask(`${question} [y/N] `)).trim());
      },
      only: options.only,
      withSource: options.isSource,
      allowScripts: options.allowScripts,
      onProgress: (text) => io.progress(text),
    },
  };
}

type NewRow = (outcome: Outcome, parts?: Partial<Row>) => Row;

async function updateGroup(session: Session, group: readonly KnownServer[]): Promise<Row> {
  const { io } = session;
  const [server] = group;
  const row: NewRow = (outcome, parts = {}) => ({
    servers: group.map(({ entry }) => entry.id),
    subject: server?.subject ?? null,
    outcome,
    from: null,
    to: null,
    file: null,
    reason: null,
    held: null,
    difference: null,
    ...parts,
  });
  if (server === undefined) return row("skipped");
  const name = printable(server.entry.name, 80);
  const fail = (outcome: Outcome, reason: string, parts: Partial<Row> = {}): Row => {
    io.progress(null);
    io.err(`pinfold: ${name}: ${printable(reason, 1000)}\n`);
    return row(outcome, { reason, ...parts });
  };
  const updater = UPDATERS.find((one) => one.takes(server));
  if (updater === undefined)
    return fail("skipped", `${server.launch.detail} launches have no registry to update from yet`);
  try {
    return await updateSubject(session, group, { server, updater }, { row, fail });
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError) || thrown.code === "usage") throw thrown;
    const failed = fail("failed", thrown.message);
    io.err(`pinfold: hint: ${printable(thrown.hint, 1000)}\n`);
    return failed;
  }
}

interface Answers {
  readonly row: NewRow;
  readonly fail: (outcome: Outcome, reason: string, parts?: Partial<Row>) => Row;
}

async function updateSubject(
  session: Session,
  group: readonly KnownServer[],
  { server, updater }: { readonly server: KnownServer; readonly updater: Updater },
  { row, fail }: Answers,
): Promise<Row> {
  const { io, options, update } = session;
  const { env, home } = update.world.machine;
  const block = { style: styleFor(io.isTerminal, env), home };
  const wrong = await structuralError(session, group, updater);
  if (wrong !== null) return fail("failed", `${wrong}; nothing was written`);
  const plan = await updater.plan(update, server);
  io.progress(null);
  const { name } = server.entry;
  if (plan === null)
    return fail("failed", `${server.subject ?? name} has no pin: pinfold lock ${name}`);
  const { difference, lockfile, subject, from, to, pin } = plan;
  const parts = { from, to, file: pin.file, held: plan.held, difference };
  const held = heldText(plan, update.demands);
  if (difference === null) {
    if (options.format === "text") {
      const why = held === null ? "" : `  (held back: ${printable(held, 200)})`;
      io.out(
        `${printable(name, 80)}  ${subjectLabel(subject)} ${from} is as new as may be${why}\n`,
      );
    }
    return row("current", parts);
  }
  const summary: UpdateSummary = {
    from,
    to,
    file: pin.file,
    name,
    subject: subjectLabel(subject),
    revision: lockfile.revision,
    packages: plan.packages,
    difference,
    held,
  };
  if (options.format === "text") {
    io.out(updateText(summary, block));
    if (options.isSource) io.out(sourceText(difference, block.style));
  }
  const refusal = refusalOf(difference, options) ?? breachOf(session, plan);
  if (refusal !== null) {
    const blocked = fail("blocked", `${refusal.reason}; nothing was written`, parts);
    if (refusal.hint !== null) io.err(`pinfold: hint: ${printable(refusal.hint, 1000)}\n`);
    return blocked;
  }
  if (options.format === "text")
    io.out(
      acceptingText(
        summary,
        group.map(({ entry }) => entry),
        block,
      ),
    );
  if (options.isCheck) return row("differs", parts);
  const isWanted =
    options.isYes || /^y(?:es)?$/i.test((await io.ask("move the pin? [y/N] ")).trim());
  if (!isWanted) return row("declined", parts);
  const file = write(session, plan);
  if (options.format === "text") io.out(`${lockedLine(file, home)}${nextSteps(group, plan, home)}`);
  return row("updated", { ...parts, file });
}

/** What policies demand of the lockfile as it would be written, beside what the move itself is. */
function breachOf({ update }: Session, { lockfile }: UpdatePlan): Refusal | null {
  const { policies, now } = update.demands;
  const breach = policyBreach(policies, lockfile, now);
  return breach === null ? null : { reason: breach.message, hint: breach.exception };
}

/** No pin moves while an error stands: what a redirected registry offers is not looked at. */
async function structuralError(
  { io, options, update }: Session,
  group: readonly KnownServer[],
  updater: Updater,
): Promise<string | null> {
  const { env, home } = update.world.machine;
  for (const one of group) {
    const findings = await updater.findings(update, one);
    const wrong = findings.filter(({ severity }) => severity === "error");
    const [first] = wrong;
    if (first === undefined) continue;
    const block = { style: styleFor(io.isTerminal, env), home };
    io.progress(null);
    if (options.format === "text")
      for (const finding of wrong) io.err(findingBlock(finding, one.entry, block));
    return first.message;
  }
  return null;
}

function heldText({ held, subject }: UpdatePlan, demands: Demands): string | null {
  if (held === null) return null;
  const demanded = demands.policies.cooldown(
    packagePurl(subject.ecosystem, subject.name),
    dayOf(demands),
  );
  const by = demanded === null ? "the usual cooldown" : `the cooldown of ${placeOf(demanded.at)}`;
  return `${subject.name} ${held.version}, published ${ageText(held.published, demands.now)}; ${by} is ${count(demanded?.days ?? COOLDOWN_DAYS, "day")}`;
}

/** In the directory that the pin came from: what stands there must be what was judged. */
function write({ update }: Session, { subject, pin, lockfile }: UpdatePlan): string {
  const { place, text, file } = pin;
  const { world, state } = update;
  const bytes = world.disk.read(file, 64 * 1024 * 1024);
  if (bytes === null || Buffer.from(bytes).toString("utf8") !== text)
    throw new PinfoldError(
      "refused",
      `${file} is not what was adopted: it was changed since`,
      "look at the change and adopt it first, then run the command again",
    );
  const target = { directory: place.directory, isPersonal: place.kind === "personal" };
  const folders = foldersOf(world.machine);
  return writeLockfile({ world, state, folders, target }, subject, lockfile, text);
}

/** What remains to be done by hand. */
function nextSteps(
  group: readonly KnownServer[],
  { subject: { name }, to }: UpdatePlan,
  home: string,
): string {
  const exact = group.filter(
    ({ launch }) => launch.pinLevel === "exact" && launch.versionSpec !== to,
  );
  const edits = exact.map(({ entry }) => {
    const { file, line } = entry.source;
    return `next: write ${name}@${to} into ${printable(shortPath(file, home), 300)}:${line}, for ${printable(entry.name, 80)}\n`;
  });
  return `${edits.join("")}next: the next start installs it; then pinfold verify\n`;
}
