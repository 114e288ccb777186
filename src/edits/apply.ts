import { createTwoFilesPatch } from "diff";

import { sha256Of } from "../model/digest.ts";
import type { UserFiles } from "../ports/user-files.ts";
import type { EditHistory, MadeEdit } from "./history.ts";
import type { PlannedEdit, Splice } from "./plan.ts";

/** Who changes a file, when, and for what. */
export interface EditReason {
  readonly by: string;
  readonly at: Date;
  readonly about: readonly string[];
  /** What is replaced for which of them, so that one can be taken back alone. */
  readonly parts?: readonly EditPart[];
}

/** What one thing that a change is for replaces, as offsets in the text of before. */
export interface EditPart {
  readonly about: readonly string[];
  readonly splices: readonly Splice[];
}

/**
 * Makes a change that was shown and wanted. The bytes of before are kept and the change is recorded
 * first, so that whatever happens midway can be undone.
 *
 * @throws {PinfoldError} `refused` where the file is no longer what was shown; it stays as it is
 */
export function applyEdit(
  files: UserFiles,
  history: EditHistory,
  edit: PlannedEdit,
  { by, at, about, parts }: EditReason,
): MadeEdit {
  const { file, format, bytes } = edit;
  const made: MadeEdit = {
    by,
    at: at.toISOString(),
    file: file.path,
    real: file.real,
    format,
    before: sha256Of(file.bytes),
    after: sha256Of(bytes),
    patch: patchOf(edit),
    about: [...about],
    ...(parts === undefined ? {} : { parts: parts.map(written) }),
  };
  files.keep(history.backupOf(made), file.bytes);
  history.add(made);
  try {
    files.replace(file, bytes);
  } catch (thrown) {
    forget(files, history, made);
    throw thrown;
  }
  return made;
}

/** Takes a change out of the history; its backup goes with the last change that needs it. */
export function forget(files: UserFiles, history: EditHistory, made: MadeEdit): void {
  history.remove(made);
  if (history.all().every(({ before }) => before !== made.before))
    files.discard(history.backupOf(made));
}

function written({ about, splices }: EditPart): NonNullable<MadeEdit["parts"]>[number] {
  return { about: [...about], splices: splices.map((splice) => ({ ...splice })) };
}

const MAX_EDITS = 400;
const MAX_PATCH = 256 * 1024;

/** How the change is found again in a file that others changed since. */
export function patchOf({ before, after }: Pick<PlannedEdit, "before" | "after">): string | null {
  const patch = createTwoFilesPatch("before", "after", before, after, "", "", {
    context: 3,
    maxEditLength: MAX_EDITS,
  });
  return patch === undefined || patch.length > MAX_PATCH ? null : patch;
}
