import { PinfoldError } from "../errors.ts";
import type { Locker } from "../lock/define.ts";
import { planLaunchers } from "../lock/launcher-pins.ts";
import { policyBreach } from "../lock/policy-breach.ts";
import { LOCKERS } from "../lock/index.ts";
import { isNpmLockfile, isPypiLockfile, versionOfSubject } from "../lockfile/parse.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { printable } from "../model/text.ts";
import { fillCopy } from "../store/fill.ts";
import { KEEPERS } from "../store/index.ts";
import { keptOf, platformOf } from "../store/place.ts";
import type { FillWorld, Keeper, Kept, KeptEcosystem } from "../store/define.ts";
import type { Bringer } from "../sync/define.ts";
import { BRINGERS } from "../sync/index.ts";
import { recordEntry } from "../verify/entry-pin.ts";
import { judgeEvidence } from "../verify/judge.ts";
import { refuseWithoutPolicies } from "../verify/pins.ts";
import type { KnownServer } from "../verify/servers.ts";
import {
  chainContext,
  recordLaunchers,
  type Session,
  showFindings,
  showLaunchers,
} from "./lock-session.ts";

/** What became of one server, as `sync --json` shows it. */
export interface ServerRow {
  readonly server: string;
  readonly subject: string | null;
  readonly version: string | null;
  /** `synced` something was put right, `right` nothing had to be, `partly` something cannot be held. */
  readonly outcome: "synced" | "right" | "partly" | "unpinned" | "failed";
  readonly copy: "there" | "made" | "made anew" | null;
  /** What its launcher keeps of it. */
  readonly tree: { readonly root: string | null; readonly isMended: boolean } | null;
  readonly reason: string | null;
}

/**
 * Brings one server to its pin: machine pins, the private copy, what its launcher keeps.
 *
 * @param isCopyOnly leave alone what the launcher keeps, and print nothing of what went well
 */
export async function syncServer(
  session: Session,
  server: KnownServer,
  isCopyOnly = false,
): Promise<ServerRow | null> {
  const { io, options } = session;
  const locker = LOCKERS.find((one) => one.takes(server));
  // What has no package has nothing that could be brought anywhere.
  if (locker === undefined) return null;
  const name = printable(server.entry.name, 80);
  const base: ServerRow = {
    server: server.entry.id,
    subject: server.subject,
    version: null,
    outcome: "failed",
    copy: null,
    tree: null,
    reason: null,
  };
  const failed = (reason: string, hint?: string): ServerRow => {
    io.progress(null);
    io.err(`pinfold: ${name}: ${printable(reason, 1000)}\n`);
    if (hint !== undefined) io.err(`pinfold: hint: ${printable(hint, 1000)}\n`);
    return { ...base, reason };
  };
  try {
    const pin = locker.pin(session.lock, server);
    const { problem } = pin.evidence;
    if (problem !== null)
      return failed(`${pin.evidence.file} cannot be used: ${problem.message}`, problem.hint);
    if (pin.lockfile === null) return { ...base, outcome: "unpinned" };
    // A copy can run scripts when it is made: what a policy denies is denied before.
    const { pins, world } = session.lock;
    refuseWithoutPolicies(pins);
    const breach = policyBreach(pins.policies, pin.lockfile, world.machine.now);
    if (breach !== null) return failed(breach.message, breach.exception);
    const wrong = await takeMachinePins(session, server, { locker, lockfile: pin.lockfile });
    if (wrong !== null) return failed(`${wrong}; it was not brought to its pin`);
    const bringers = isCopyOnly ? NO_BRINGERS : BRINGERS;
    const row = await bringPackages(session, server, { lockfile: pin.lockfile, base, bringers });
    io.progress(null);
    if (options.format === "text" && !isCopyOnly) io.out(rowText(row, name));
    return row;
  } catch (thrown) {
    if (!(thrown instanceof PinfoldError)) throw thrown;
    return failed(thrown.message, thrown.hint);
  }
}

/** The first pins of the entry and its launcher, as `lock` takes them; a reason why not. */
async function takeMachinePins(
  session: Session,
  server: KnownServer,
  { locker, lockfile }: { readonly locker: Locker; readonly lockfile: Lockfile },
): Promise<string | null> {
  const { lock, write } = session;
  const found = await locker.findings(lock, server, lockfile);
  showFindings(session, server, found);
  const wrong = found.find(({ severity }) => severity === "error");
  if (wrong !== undefined) return wrong.message;
  const unpinned = pinChains(session, server, await locker.interpreters(lock, [server], lockfile));
  if (unpinned !== null) return unpinned;
  const [winner] = lock.pins.set.find(locker.pin(lock, server).subject);
  const directory = winner?.place.directory ?? write.target.directory;
  recordEntry(write.state, server, directory, write.world.machine.home);
  return null;
}

/** Pins of chains that have none yet; a reason why not. */
function pinChains(session: Session, server: KnownServer, extra: readonly string[]): string | null {
  const launchers = planLaunchers(chainContext(session), [server], () => extra);
  showLaunchers(session, server, launchers);
  const [error] = launchers.errors;
  if (error !== undefined) return error.message;
  recordLaunchers(session, launchers);
  return null;
}

const NO_BRINGERS: typeof BRINGERS = { npm: [], pypi: [] };

async function bringPackages(
  session: Session,
  server: KnownServer,
  {
    lockfile,
    base,
    bringers,
  }: {
    readonly lockfile: Lockfile;
    readonly base: ServerRow;
    readonly bringers: typeof BRINGERS;
  },
): Promise<ServerRow> {
  const { npm, pypi, entry } = server;
  const row = { ...base, version: versionOfSubject(lockfile) };
  if (npm !== null && isNpmLockfile(lockfile)) {
    const kept = keptIn(session, { subject: npm, lockfile, name: entry.name });
    return bringKept(session, server, row, { kept, keeper: KEEPERS.npm, bringers: bringers.npm });
  }
  if (pypi !== null && isPypiLockfile(lockfile)) {
    const kept = keptIn(session, { subject: pypi, lockfile, name: entry.name });
    return bringKept(session, server, row, { kept, keeper: KEEPERS.pypi, bringers: bringers.pypi });
  }
  return { ...row, outcome: "partly", reason: "there is no private copy of its kind" };
}

function keptIn<Kind extends KeptEcosystem>(
  { write }: Session,
  parts: Omit<Kept<Kind>, "folder">,
): Kept<Kind> {
  const { disk, machine } = write.world;
  return keptOf(disk, write.folders, platformOf(machine), parts);
}

interface KeptParts<Kind extends KeptEcosystem> {
  readonly kept: Kept<Kind>;
  readonly keeper: Keeper<Kind>;
  readonly bringers: readonly Bringer<Kind>[];
}

async function bringKept<Kind extends KeptEcosystem>(
  session: Session,
  server: KnownServer,
  base: ServerRow,
  parts: KeptParts<Kind>,
): Promise<ServerRow> {
  const { lock, write, io } = session;
  const { state } = write;
  const world: FillWorld = { ...write.world, state, onProgress: (text) => io.progress(text) };
  const interpreters = await parts.keeper.interpreters(world, parts.kept);
  const wrong = pinChains(session, server, interpreters);
  if (wrong !== null)
    throw new PinfoldError("refused", wrong, "put it right first, then run pinfold sync again");
  const copy = await bringCopy(session, world, server, parts);
  const bringer = parts.bringers.find((one) => one.takes(server));
  const { clientPath, capturedPath } = lock;
  const brought = await bringer?.bring({ world, clientPath, capturedPath }, server, parts.kept);
  showFindings(session, server, brought?.findings ?? []);
  const { root = null, isMended = false, notHeld = null } = brought ?? {};
  const isDone = copy === "there" && !isMended;
  const outcome = notHeld !== null ? "partly" : isDone ? "right" : "synced";
  const tree = brought === undefined ? null : { root, isMended };
  if (!isDone)
    world.audit.append({
      event: "synced",
      message: `${server.entry.name} was brought to its pin`,
      servers: [server.entry.id],
      ...(base.subject === null ? {} : { subject: base.subject }),
      details: { copy, tree: isMended ? root : null },
    });
  return { ...base, outcome, copy, tree, reason: notHeld };
}

/** The private copy: made where it is missing, and made anew where it is not what it was. */
async function bringCopy<Kind extends KeptEcosystem>(
  session: Session,
  world: FillWorld,
  server: KnownServer,
  { kept, keeper }: KeptParts<Kind>,
): Promise<NonNullable<ServerRow["copy"]>> {
  if (world.disk.stat(kept.folder) === null) {
    await fillCopy(world, keeper, kept);
    return "made";
  }
  const judged = await keeper.judge(world, kept, { interpreter: null, home: world.machine.home });
  if (judged.isIntact) return "there";
  const { findings } = judgeEvidence(judged.evidence, server.entry.id);
  const errors = findings.filter(({ severity }) => severity === "error");
  showFindings(session, server, errors);
  await fillCopy(world, keeper, kept, true);
  return "made anew";
}

function rowText(
  { outcome, subject, version, copy, tree, reason }: ServerRow,
  name: string,
): string {
  const what = `${printable(subject ?? "", 120)} ${printable(version ?? "", 60)}`;
  const did = [
    copy === "made" ? "private copy made" : null,
    copy === "made anew" ? "private copy made anew" : null,
    tree?.isMended === true ? "the tree of npx put back to the pin" : null,
  ].filter((text) => text !== null);
  const words = did.length > 0 ? did.join(", ") : outcome === "right" ? "is at its pin" : "";
  const line = `${outcome.padEnd(8)}  ${name}  ${what}${words === "" ? "" : `  ${words}`}`;
  return reason === null ? `${line}\n` : `${line}\n  not held: ${printable(reason, 600)}\n`;
}
