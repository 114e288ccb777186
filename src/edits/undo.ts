import { applyPatch, parsePatch, reversePatch } from "diff";

import { PinfoldError } from "../errors.ts";
import { sha256Of } from "../model/digest.ts";
import type { UserFiles } from "../ports/user-files.ts";
import { forget } from "./apply.ts";
import type { EditHistory, MadeEdit } from "./history.ts";
import { type EditableFile, openForEdit, type PlannedEdit } from "./plan.ts";
import { editableText } from "./text.ts";

/** What undoing the changes of one file would do. */
export interface PlannedUndo {
  readonly edit: PlannedEdit | null;
  /** The changes that are taken back, the newest first. */
  readonly undone: readonly MadeEdit[];
  /**
   * The file gets back exactly the bytes that it had. Otherwise others changed it since: their
   * changes stay, and only what we wrote is taken back.
   */
  readonly isExact: boolean;
}

/** Larger than any client's file. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Takes back changes of one file, given the newest first. Nothing is written. `edit` is null where the
 * file is already as it was before them.
 *
 * @throws {PinfoldError} `refused` where the file is gone, leads elsewhere, or was changed at the same
 * place since, `state` where the kept bytes are not those that were kept
 */
export function planUndo(
  files: UserFiles,
  history: EditHistory,
  made: readonly [MadeEdit, ...MadeEdit[]],
): PlannedUndo {
  const [{ file: path, format, real }] = made;
  const editable = openForEdit(files, path, format);
  if (editable === null) throw refused(path, "it is no longer there");
  if (editable.file.real !== real) throw refused(path, `it leads to ${editable.file.real} now`);
  let bytes = editable.file.bytes;
  let isExact = true;
  for (const one of made) {
    if (sha256Of(bytes) === one.before) continue;
    if (sha256Of(bytes) === one.after) bytes = keptBytes(files, history, one);
    else {
      bytes = takenBack(editable, bytes, one);
      isExact = false;
    }
  }
  const after = editableText(bytes)?.text ?? "";
  const isSame = Buffer.compare(bytes, editable.file.bytes) === 0;
  const edit = { file: editable.file, format, before: editable.text, after, bytes };
  return { edit: isSame ? null : edit, undone: made, isExact };
}

/** Makes what was planned, and forgets the changes. */
export function applyUndo(
  files: UserFiles,
  history: EditHistory,
  { edit, undone }: PlannedUndo,
): void {
  if (edit !== null) files.replace(edit.file, edit.bytes);
  for (const made of undone) forget(files, history, made);
}

/**
 * The bytes that a file had before a change.
 *
 * @throws {PinfoldError} `state` where they are not those that were kept
 */
export function keptBytes(files: UserFiles, history: EditHistory, made: MadeEdit): Uint8Array {
  const path = history.backupOf(made);
  const bytes = files.read(path, MAX_BYTES)?.bytes ?? null;
  if (bytes !== null && sha256Of(bytes) === made.before) return bytes;
  throw new PinfoldError(
    "state",
    `${path}, what ${made.file} was before, ${bytes === null ? "is gone" : "was changed"}`,
    "restore the file by hand; nothing was written",
  );
}

/** Our lines out of a text that others changed since, found by the lines around them. */
function takenBack({ file, encode }: EditableFile, bytes: Uint8Array, made: MadeEdit): Uint8Array {
  const now = editableText(bytes)?.text;
  const [patch] = made.patch === null ? [] : parsePatch(made.patch);
  const back =
    now === undefined || patch === undefined
      ? false
      : applyPatch(now, reversePatch(patch), { fuzzFactor: 0, autoConvertLineEndings: false });
  if (back === false) throw refused(file.path, "it was changed at the same place since");
  return encode(back);
}

function refused(path: string, why: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `${path} is not put back: ${why}`,
    "nothing was written; change it by hand",
  );
}
