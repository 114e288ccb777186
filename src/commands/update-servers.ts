import { ageText } from "../difference/age.ts";
import type { RankedDifference } from "../difference/difference.ts";
import type { Demands } from "../difference/package-state.ts";
import { PinfoldError } from "../errors.ts";
import { entryFindings } from "../lock/entry-findings.ts";
import { writeLockfile } from "../lock/write.ts";
import type { PinLookup } from "../lockfile/pin-set.ts";
import { COOLDOWN_DAYS } from "../lockfile/policy.ts";
import { type Subject, subjectLabel } from "../model/subject.ts";
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
import { RegistryAnswers } from "../state/registry-answers.ts";
import { State } from "../state/state.ts";
import { approveScripts, refusalOf } from "../update/decide.ts";
import { planUpdate, type UpdateContext, type UpdatePlan } from "../update/plan-update.ts";
import { capturedPath } from "../verify/chains.ts";
import { type Pins, pinsInForce } from "../verify/pins.ts";
import { type KnownServer, knownServers } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";

type Outcome = "updated" | "current" | "differs" | "declined" | "blocked" | "failed" | "skipped";
type Found = Extract<PinLookup<"npm">, { state: "found" }>;

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
  readonly pins: Pins;
  readonly demands: Demands;
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
  const stating = pins.policies
    .filter(({ cooldownDays }) => cooldownDays !== null)
    .toSorted((a, b) => (b.cooldownDays ?? 0) - (a.cooldownDays ?? 0));
  const [strictest] = stating;
  return {
    ...context,
    pins,
    update: {
      world,
      state,
      clientPath: options.scope.clientPath,
      capturedPath: capturedPath(state),
      cacheFolder: `${folders.cache}/npm`,
      allowScripts: options.allowScripts,
      memory: new RegistryAnswers(world.disk, world.files, folders.cache),
      onProgress: (text) => io.progress(text),
    },
    demands: {
      now: world.machine.now,
      cooldownDays: strictest?.cooldownDays ?? COOLDOWN_DAYS,
      cooldownBy: strictest?.file ?? null,
      scriptsDeniedBy: pins.policies.find((one) => one.installScripts === "deny")?.file ?? null,
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
  if (server.npm === null)
    return fail("skipped", `${server.launch.detail} launches have no registry to update from yet`);
  try {
    return await updateSubject(session, group, server, server.npm, { row, fail });
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
  server: KnownServer,
  subject: Subject<"npm">,
  { row, fail }: Answers,
): Promise<Row> {
  const { io, options, update, demands } = session;
  const { env, home } = update.world.machine;
  const block = { style: styleFor(io.isTerminal, env), home };
  const found = pinToMove(session, subject);
  if (found === null)
    return fail("failed", `${subjectLabel(subject)} has no pin: pinfold lock ${server.entry.name}`);
  const wrong = await structuralErrors(session, group, found);
  if (wrong !== null) return fail("failed", `${wrong}; nothing was written`);
  const request = { server, subject, existing: found.lockfile, demands };
  const plan = await planUpdate(update, {
    ...request,
    only: options.only,
    withSource: options.isSource,
  });
  io.progress(null);
  const { difference, lockfile } = plan;
  const ends = { from: found.lockfile.version, to: lockfile.version, file: found.file };
  const parts = { ...ends, held: plan.held, difference };
  const held = heldText(subject, plan, demands);
  if (difference === null) {
    if (options.format === "text") {
      const why = held === null ? "" : `  (held back: ${printable(held, 200)})`;
      io.out(
        `${printable(server.entry.name, 80)}  ${subjectLabel(subject)} ${ends.from} is as new as may be${why}\n`,
      );
    }
    return row("current", parts);
  }
  const summary: UpdateSummary = {
    ...ends,
    name: server.entry.name,
    subject: subjectLabel(subject),
    revision: lockfile.revision,
    packages: Object.keys(found.lockfile.packages).length,
    difference,
    held,
  };
  if (options.format === "text") {
    io.out(updateText(summary, block));
    if (options.isSource) io.out(sourceText(difference, block.style));
  }
  const refusal = refusalOf(difference, options);
  if (refusal !== null) return fail("blocked", `${refusal}; nothing was written`, parts);
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
  const file = write(session, subject, found, approveScripts(lockfile, options.allowScripts));
  if (options.format === "text")
    io.out(`${lockedLine(file, home)}${nextSteps(group, subject, plan, home)}`);
  return row("updated", { ...parts, file });
}

/** The lockfile that is in force. */
function pinToMove({ pins }: Session, subject: Subject<"npm">): Found | null {
  const [winner] = pins.set.find(subject);
  if (winner === undefined) return null;
  if (winner.state === "found") return winner;
  throw new PinfoldError("input", `${winner.file} cannot be used: ${winner.message}`, winner.hint);
}

/** No pin moves while an error stands: what a redirected registry offers is not looked at. */
async function structuralErrors(
  { io, options, update }: Session,
  group: readonly KnownServer[],
  { lockfile }: Found,
): Promise<string | null> {
  const { world, state, clientPath, capturedPath: captured } = update;
  const { env, home } = world.machine;
  for (const one of group) {
    const located = { ...world, state, clientPath, capturedPath: captured };
    const findings = await entryFindings(located, one, lockfile);
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

function heldText(
  subject: Subject,
  { held }: UpdatePlan,
  { now, cooldownDays, cooldownBy }: Demands,
): string | null {
  if (held === null) return null;
  const by = cooldownBy === null ? "the usual cooldown" : `the cooldown of ${cooldownBy}`;
  return `${subject.name} ${held.version}, published ${ageText(held.published, now)}; ${by} is ${count(cooldownDays, "day")}`;
}

/** In the directory that the pin came from: what stands there must be what was judged. */
function write(
  { update }: Session,
  subject: Subject,
  { place, text, file }: Found,
  lockfile: UpdatePlan["lockfile"],
): string {
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
  { name }: Subject,
  { lockfile: { version } }: UpdatePlan,
  home: string,
): string {
  const exact = group.filter(
    ({ launch }) => launch.pinLevel === "exact" && launch.versionSpec !== version,
  );
  const edits = exact.map(({ entry }) => {
    const { file, line } = entry.source;
    return `next: write ${name}@${version} into ${printable(shortPath(file, home), 300)}:${line}, for ${printable(entry.name, 80)}\n`;
  });
  return `${edits.join("")}next: the next start installs it; then pinfold verify\n`;
}
