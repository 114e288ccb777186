import { PinfoldError } from "../errors.ts";
import { sha256Of } from "../model/digest.ts";
import type { UserFiles } from "../ports/user-files.ts";
import { patchOf } from "./apply.ts";
import type { EditHistory, MadeEdit } from "./history.ts";
import { openForEdit, type PlannedEdit, spliced } from "./plan.ts";
import { editableText } from "./text.ts";
import { keptBytes } from "./undo.ts";

/** What taking back a part of one change would do. */
export interface PlannedPartUndo {
  readonly edit: PlannedEdit;
  readonly made: MadeEdit;
  /** What is left of the change. */
  readonly rest: MadeEdit;
}

/** Whether a change is for other things too, and says what belongs to which. */
export function hasOtherParts({ parts }: MadeEdit, isMeant: (about: string) => boolean): boolean {
  return parts?.some(({ about }) => !about.some(isMeant)) === true;
}

/**
 * Takes back what a change replaced for some of the things that it was for; the file gets the bytes
 * that it would have if the change had been for the others alone.
 *
 * @throws {PinfoldError} `refused` where the file was changed since
 */
export function planPartUndo(
  files: UserFiles,
  history: EditHistory,
  made: MadeEdit,
  isMeant: (about: string) => boolean,
): PlannedPartUndo {
  const editable = openForEdit(files, made.file, made.format);
  const before = editableText(keptBytes(files, history, made))?.text ?? null;
  if (editable === null || before === null || sha256Of(editable.file.bytes) !== made.after)
    throw new PinfoldError(
      "refused",
      `${made.file} is not put back in part: it was changed since`,
      "take back the whole file instead, or change it by hand",
    );
  const kept = (made.parts ?? []).filter(({ about }) => !about.some(isMeant));
  const after = spliced(
    before,
    kept.flatMap(({ splices }) => splices),
  );
  const bytes = editable.encode(after);
  const { file, format, text } = editable;
  const rest: MadeEdit = {
    ...made,
    after: sha256Of(bytes),
    patch: patchOf({ before, after }),
    about: kept.flatMap(({ about }) => about),
    parts: kept,
  };
  return { edit: { file, format, before: text, after, bytes }, made, rest };
}

/** Makes what was planned. */
export function applyPartUndo(
  files: UserFiles,
  history: EditHistory,
  { edit, made, rest }: PlannedPartUndo,
): void {
  files.replace(edit.file, edit.bytes);
  history.replace(made, rest);
}
