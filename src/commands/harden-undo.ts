import { differenceOf } from "../edits/difference.ts";
import type { MadeEdit } from "../edits/history.ts";
import type { PlannedEdit } from "../edits/plan.ts";
import { applyPartUndo, hasOtherParts, planPartUndo } from "../edits/undo-part.ts";
import { applyUndo, planUndo } from "../edits/undo.ts";
import { PinfoldError } from "../errors.ts";
import { recordChanged } from "../harden/record.ts";
import { sha256Of } from "../model/digest.ts";
import { count, printable } from "../model/text.ts";
import { editText } from "../reporters/edit.ts";
import type { HardenedServer } from "../reporters/harden.ts";
import { knownServers } from "../verify/servers.ts";
import type { CommandContext } from "./define.ts";
import { dropUnusedCopies } from "./harden-copies.ts";
import {
  answer,
  HARDEN,
  type HardenSession,
  isWanted,
  logChange,
  openHardenSession,
} from "./harden-session.ts";

/** What taking back the changes of one file would do. */
interface Undo {
  readonly edit: PlannedEdit | null;
  readonly note: string;
  readonly apply: () => void;
}

/** One file, the servers whose entries are meant, and the way back or why there is none. */
interface Group {
  readonly file: string;
  readonly ids: readonly string[];
  readonly undo: Undo | PinfoldError;
}

/**
 * `harden --undo [SERVER…]`: every file gets back the bytes that it had; for named servers, all but their
 * entries stays. Where others changed a file since, their changes stay and only ours are taken back.
 */
export async function undoHardening(context: CommandContext): Promise<number> {
  const session = openHardenSession(context);
  const { io, say } = session;
  const groups = groupsOf(session);
  if (groups.length === 0) {
    say("nothing that harden wrote is left to take back\n");
    return answer(session, []);
  }
  for (const group of groups) show(session, group);
  const possible = groups.filter(({ undo }) => !(undo instanceof PinfoldError));
  const rows = groups.flatMap((group) => failedRows(group));
  if (possible.length === 0) return answer(session, rows);
  const isYes = await isWanted(session, `write ${count(possible.length, "file")} as shown?`);
  for (const group of possible) {
    if (group.undo instanceof PinfoldError) continue;
    try {
      if (isYes) takeBack(session, group, group.undo);
      rows.push(...rowsOf(group, isYes ? "restored" : "declined", null));
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
      io.err(`pinfold: ${printable(thrown.message, 600)}\n`);
      rows.push(...rowsOf(group, "failed", thrown));
    }
  }
  if (isYes) remember(session, rows);
  return answer(session, rows);
}

function takeBack(session: HardenSession, { file, ids }: Group, { edit, apply }: Undo): void {
  apply();
  logChange(session, {
    event: "unhardened",
    message: `${file} starts ${ids.join(", ")} as before`,
    servers: ids,
    file,
    ...(edit === null ? {} : { digest: sha256Of(edit.bytes) }),
  });
}

function groupsOf(session: HardenSession): readonly Group[] {
  const { history, options } = session;
  const wanted = options.positionals;
  const isMeant = (id: string): boolean =>
    wanted.length === 0 || wanted.some((name) => isNamed(id, name));
  const made = history
    .all()
    .filter(({ by, about }) => by === HARDEN && about.some(isMeant))
    .toReversed();
  const ids = made.flatMap(({ about }) => about).filter(isMeant);
  const unknown = wanted.find((name) => !ids.some((id) => isNamed(id, name)));
  if (unknown !== undefined)
    throw new PinfoldError(
      "usage",
      `harden wrote nothing for ${JSON.stringify(unknown)}`,
      "pinfold harden --undo takes back all that it wrote",
    );
  return [...new Set(made.map(({ file }) => file))].flatMap((file): readonly Group[] => {
    const [newest, ...older] = made.filter((one) => one.file === file);
    if (newest === undefined) return [];
    const own = [newest, ...older].flatMap(({ about }) => about).filter(isMeant);
    const undo = planned(() => undoOf(session, [newest, ...older], isMeant));
    return [{ file, ids: [...new Set(own)], undo }];
  });
}

function undoOf(
  { world: { userFiles }, history }: HardenSession,
  made: readonly [MadeEdit, ...MadeEdit[]],
  isMeant: (id: string) => boolean,
): Undo {
  const [newest, ...older] = made;
  if (!made.some((one) => hasOtherParts(one, isMeant))) {
    const undo = planUndo(userFiles, history, made);
    const note = undo.isExact
      ? "the bytes that it had before"
      : "it was changed by others since: their changes stay";
    return { edit: undo.edit, note, apply: () => applyUndo(userFiles, history, undo) };
  }
  if (older.length > 0)
    throw new PinfoldError(
      "refused",
      `${newest.file} was written more than once, and one server's part of that is not kept`,
      "pinfold harden --undo takes all of it back; then harden the others again",
    );
  const part = planPartUndo(userFiles, history, newest, isMeant);
  const note = "what was written for the other servers stays";
  return { edit: part.edit, note, apply: () => applyPartUndo(userFiles, history, part) };
}

/** By the entry's id or its name. */
function isNamed(id: string, name: string): boolean {
  return id === name || id.slice(id.lastIndexOf("/") + 1) === name;
}

function planned(plan: () => Undo): Undo | PinfoldError {
  try {
    return plan();
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return thrown;
    throw thrown;
  }
}

function show({ io, say, style, world }: HardenSession, { undo, file }: Group): void {
  const { home } = world.machine;
  if (undo instanceof PinfoldError) {
    io.err(`pinfold: ${printable(undo.message, 600)}\n`);
    io.err(`pinfold: hint: ${printable(undo.hint, 600)}\n`);
    return;
  }
  if (undo.edit === null) {
    say(`${printable(file, 300)} is as it was\n`);
    return;
  }
  say(editText(undo.edit, differenceOf(undo.edit), { home, style }));
  say(`  ${undo.note}\n\n`);
}

function remember(session: HardenSession, rows: readonly HardenedServer[]): void {
  const { world, options, say } = session;
  const ids = rows.filter(({ outcome }) => outcome === "restored").map(({ id }) => id);
  if (ids.length === 0) return;
  const { servers } = knownServers(world, { ...options.scope, servers: [] });
  recordChanged(
    session.chains,
    servers.filter(({ entry }) => ids.includes(entry.id)),
  );
  dropUnusedCopies(session);
  say(`took back the entries of ${count(ids.length, "server")}; restart their clients\n`);
}

function failedRows(group: Group): HardenedServer[] {
  return group.undo instanceof PinfoldError ? rowsOf(group, "failed", group.undo) : [];
}

function rowsOf(
  { file, ids }: Group,
  outcome: HardenedServer["outcome"],
  error: PinfoldError | null,
): HardenedServer[] {
  return ids.map((id) => ({
    id,
    name: id.slice(id.lastIndexOf("/") + 1),
    file,
    outcome,
    reason: error?.message ?? null,
    remedy: error?.hint ?? null,
  }));
}
