import { mendedFiles, strictestFormat } from "../doctor/collect/mends.ts";
import { type MendedFile, mendFile } from "../doctor/fix/mend-file.ts";
import { mendedLines } from "../doctor/fix/mended-lines.ts";
import { applyEdit } from "../edits/apply.ts";
import { EditHistory } from "../edits/history.ts";
import { openForEdit } from "../edits/plan.ts";
import { PinfoldError } from "../errors.ts";
import type { ConfigFormat } from "../formats/read.ts";
import { count, printable } from "../model/text.ts";
import { editText } from "../reporters/edit.ts";
import { shortPath } from "../reporters/paths.ts";
import { styleFor } from "../reporters/style.ts";
import { foldersOf } from "../state/folders.ts";
import { knownServers } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";

/** What became of a file that could be mended. */
export interface MendOutcome {
  readonly file: string;
  readonly outcome: "mended" | "declined" | "refused";
  readonly mends: readonly string[];
  /** Where the file as it was is kept. */
  readonly backup: string | null;
  readonly reason: string | null;
}

/**
 * `doctor --fix`: each broken file that can be mended is shown as its changed lines, asked for, kept as
 * it was and written. What is ambiguous is not offered.
 */
export async function mendConfigs(context: CommandContext): Promise<readonly MendOutcome[]> {
  const { world, options } = context;
  const { discovery, servers } = knownServers(world, options.scope);
  const isNamed = (file: string): boolean =>
    options.positionals.length === 0 || servers.some(({ entry }) => entry.source.file === file);
  const outcomes: MendOutcome[] = [];
  for (const file of mendedFiles(world.disk, discovery).keys()) {
    const format = strictestFormat(discovery, file);
    if (!isNamed(file) || format === null) continue;
    outcomes.push(await mendOne(context, file, format));
  }
  if (outcomes.length === 0 && options.format === "text")
    context.io.out("nothing can be mended without guessing\n\n");
  return outcomes;
}

async function mendOne(
  context: CommandContext,
  file: string,
  format: ConfigFormat,
): Promise<MendOutcome> {
  const { io, world } = context;
  const { home } = world.machine;
  const isText = context.options.format === "text";
  try {
    const editable = openForEdit(world.userFiles, file, format);
    const mended = editable === null ? null : mendFile(editable.file.bytes, format);
    if (editable === null || mended === null) return refusal(file, "it was changed meanwhile");
    const mends = mended.mends.map(({ kind }) => kind);
    if (isText) show(context, file, editable.file.real, mended, format);
    if (!(await isWanted(context))) return { ...refusal(file, null), outcome: "declined", mends };
    const history = new EditHistory(world.disk, world.files, foldersOf(world.machine));
    const { before, after, bytes } = mended;
    const edit = { file: editable.file, format, before, after, bytes };
    const reason = { by: "doctor", at: world.machine.now, about: mends };
    const backup = history.backupOf(applyEdit(world.userFiles, history, edit, reason));
    if (isText)
      io.out(`mended; as it was it is kept in ${printable(shortPath(backup, home), 300)}\n\n`);
    remember(context, editable.file.real, { backup, summary: summaryOf(mended) });
    return { file, outcome: "mended", mends, backup, reason: null };
  } catch (thrown) {
    return refusal(file, said(context, thrown));
  }
}

/** A log that cannot be written makes no mended file a broken one. */
function remember(
  context: CommandContext,
  file: string,
  { backup, summary }: { readonly backup: string; readonly summary: string },
): void {
  const message = `${file} was mended: ${summary}`;
  try {
    context.world.audit.append({ event: "config-mended", message, file, details: { backup } });
  } catch (thrown) {
    said(context, thrown);
  }
}

/** Tells what went wrong with one file; the others are mended all the same. */
function said({ io }: CommandContext, thrown: unknown): string {
  if (!(thrown instanceof PinfoldError)) throw thrown;
  io.err(`pinfold: ${printable(thrown.message, 600)}\n`);
  io.err(`pinfold: hint: ${printable(thrown.hint, 600)}\n`);
  return thrown.message;
}

function refusal(file: string, reason: string | null): MendOutcome {
  return { file, outcome: "refused", mends: [], backup: null, reason };
}

function show(
  { io, world }: CommandContext,
  path: string,
  real: string,
  mended: MendedFile,
  format: ConfigFormat,
): void {
  const { env, home } = world.machine;
  const style = styleFor(io.isTerminal, env);
  const lines = mendedLines(mended, format);
  io.out(editText({ file: { path, real, bytes: mended.bytes } }, lines, { home, style }));
  io.out(`  ${summaryOf(mended)}; nothing else changes\n`);
}

/** `2 commas added, 1 byte order mark removed` */
function summaryOf({ mends }: MendedFile): string {
  const counts = new Map<string, number>();
  for (const { kind } of mends) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, n]) => {
      const [, noun = kind, done = ""] = /^(.*) (added|removed|replaced)$/.exec(kind) ?? [];
      return done === "" ? kind : `${count(n, noun)} ${done}`;
    })
    .join(", ");
}

async function isWanted({ io, options }: CommandContext): Promise<boolean> {
  return options.isYes || /^y(?:es)?$/i.test((await io.ask("mend it? [y/N] ")).trim());
}
