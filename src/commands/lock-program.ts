import { findingsOfEntry } from "../lock/entry-findings.ts";
import { planLaunchers } from "../lock/launcher-pins.ts";
import { policyBreach } from "../lock/policy-breach.ts";
import { programToWrite } from "../lock/program-lockfile.ts";
import { writeLockfile } from "../lock/write.ts";
import { subjectLabel } from "../model/subject.ts";
import { printable } from "../model/text.ts";
import { lockedLine } from "../reporters/lock-plan.ts";
import { ChainReading } from "../verify/find-chains.ts";
import { recordEntry } from "../verify/entry-pin.ts";
import { programChain, subjectOfProgram } from "../verify/program-servers.ts";
import type { KnownServer } from "../verify/servers.ts";
import {
  chainContext,
  isWanted,
  type NewRow,
  recordLaunchers,
  type Row,
  type Session,
  showFindings,
  showLaunchers,
} from "./lock-session.ts";

/**
 * Pins a program or script of this disk: for this machine always, and by its digests for this
 * platform where a directory is named.
 */
export async function lockProgram(
  session: Session,
  group: readonly KnownServer[],
  server: KnownServer,
  row: NewRow,
): Promise<Row> {
  const { io, options, write, world } = session;
  const { home } = world.machine;
  const name = printable(server.entry.name, 80);
  const failed = (reason: string): Row => {
    io.err(`pinfold: ${name}: ${printable(reason)}\n`);
    return row("failed", { reason });
  };
  const { obstacle = null } = server.program ?? {};
  if (obstacle !== null) return failed(`${obstacle}; nothing was written`);
  const context = chainContext(session);
  const found = findingsOfEntry(context, server);
  showFindings(session, server, found);
  const wrong = found.find(({ severity }) => severity === "error");
  if (wrong !== undefined) return failed(`${wrong.message}; nothing was written`);

  const launchers = planLaunchers(context, group);
  showLaunchers(session, server, launchers);
  if (launchers.errors.length > 0) return failed("an error stands, see above; nothing was written");
  const chain = programChain(new ChainReading(context).find(server));
  const isNew = launchers.chains.some(({ purpose }) => purpose !== "launcher");
  if (chain === null || (!isNew && chain.pins.length === 0))
    return failed("the program could not be read to its end; nothing was written");

  const subject = subjectOfProgram(chain);
  const planned = write.target.isPersonal
    ? null
    : programToWrite(session.lock.pins, write, { subject, chain });
  const directory = planned === null ? "" : write.target.directory;
  const breach =
    planned === null
      ? null
      : policyBreach(session.lock.pins.policies, planned.lockfile, world.machine.now);
  if (breach !== null) return failed(`${breach.message}; nothing was written; ${breach.exception}`);
  const label = subject === null ? name : subjectLabel(subject);
  const recordEntries = (): void => {
    for (const one of group) recordEntry(write.state, one, directory, home);
  };
  if (launchers.chains.length === 0 && planned?.isNew !== true) {
    recordEntries();
    if (options.format === "text") io.out(`${name}  ${label} is pinned already\n`);
    return row("already", { file: planned?.file ?? null });
  }
  if (!(await isWanted(session))) return row("declined");
  const file =
    planned === null
      ? null
      : writeLockfile(write, planned.subject, planned.lockfile, planned.before);
  recordLaunchers(session, launchers);
  recordEntries();
  if (options.format === "text")
    io.out(file === null ? `  ${name} is pinned on this machine\n` : lockedLine(file, home));
  return row("locked", { file });
}
