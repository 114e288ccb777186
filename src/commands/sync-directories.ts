import { PinfoldError } from "../errors.ts";
import type { AuditEntry } from "../model/audit.ts";
import { count, printable } from "../model/text.ts";
import { differenceText } from "../reporters/sync.ts";
import { shortPath } from "../reporters/paths.ts";
import { styleFor } from "../reporters/style.ts";
import type { AdoptionContext } from "../state/adoption.ts";
import { adopt, type AdoptionPlan, planAdoption } from "../sync/adopt.ts";
import type { SubjectChange } from "../sync/directory-difference.ts";
import { readDirectory } from "../sync/directory.ts";
import type { CommandContext } from "./define.ts";

const MOST_CHANGES = 100;

/** What became of one directory, as `sync --json` shows it. */
export interface DirectoryRow {
  readonly directory: string;
  readonly outcome: "adopted" | "unchanged" | "declined" | "failed";
  readonly changes: AdoptionPlan["difference"];
  readonly reason: string | null;
}

/**
 * Shows how a directory differs from what was adopted of it, asks, and adopts it. A lockfile that goes
 * back to an older revision is asked about by name, and only a person at a terminal can say yes.
 */
export async function syncDirectory(
  context: CommandContext,
  adoption: AdoptionContext,
  directory: string,
): Promise<DirectoryRow> {
  const { io, options, world } = context;
  const { home, env } = world.machine;
  const now = readDirectory(adoption.disk, directory);
  const plan = planAdoption(adoption, directory, now);
  const { difference } = plan;
  const name = printable(shortPath(directory, home), 300);
  const row = (outcome: DirectoryRow["outcome"], reason: string | null = null): DirectoryRow => {
    if (reason !== null) io.err(`pinfold: ${name}: ${printable(reason, 600)}\n`);
    return { directory, outcome, changes: difference, reason };
  };
  const say = (text: string): void => (options.format === "text" ? io.out(text) : undefined);
  const [broken] = now.problems;
  if (broken !== undefined) {
    const message = `${shortPath(broken.file, home)}: ${broken.message}; nothing was adopted`;
    return row("failed", `${message} (${broken.hint})`);
  }
  if (now.lockfiles.size === 0 && plan.isFirst)
    return row("failed", "it holds no lockfile: there is nothing to adopt");
  const isSame = difference.subjects.length === 0 && difference.policy === null;
  if (isSame && !plan.isFirst) return row("unchanged");
  say(differenceText(plan, { style: styleFor(io.isTerminal, env), home }));
  const older = difference.subjects.filter(({ kind }) => kind === "older");
  if (older.length > 0 && !canAsk(context))
    return row(
      "failed",
      `${older.map(olderWords).join("; ")}: going back is asked about, and there is no terminal to ask on`,
    );
  for (const change of older)
    if (!(await isYes(context, `${olderWords(change)}. Put the older one back? [y/N] `, false)))
      return row("declined");
  if (!(await isYes(context, `adopt ${name}? [y/N] `, options.isYes))) return row("declined");
  // What was shown is what is adopted: not what stands there by now.
  adopt(adoption, plan);
  world.audit.append(adoptionEntry(plan));
  return row("adopted");
}

function adoptionEntry({ directory, difference }: AdoptionPlan): AuditEntry {
  const changes = difference.subjects.map(({ kind, subject }) => `${kind} ${subject}`);
  return {
    event: "adopted",
    message: `the pins of ${directory} are in force: ${count(changes.length, "change")}`,
    file: directory,
    details: { changes: changes.slice(0, MOST_CHANGES), policy: difference.policy !== null },
  };
}

function olderWords({ subject, revision }: SubjectChange): string {
  return `${subject} goes back from revision ${revision.from ?? "?"} to ${revision.to ?? "?"}`;
}

async function isYes(
  { io, options }: CommandContext,
  question: string,
  isGiven: boolean,
): Promise<boolean> {
  if (isGiven) return true;
  if (!canAsk({ io, options }))
    throw new PinfoldError(
      "usage",
      "sync asks before it adopts, and there is no terminal to ask on",
      "say --yes to adopt without a question",
    );
  io.progress(null);
  return /^y(?:es)?$/i.test((await io.ask(printable(question, 600))).trim());
}

function canAsk({ io, options }: Pick<CommandContext, "io" | "options">): boolean {
  return io.canAsk && options.format === "text";
}
