import { PinfoldError } from "../errors.ts";
import { type ConfigFormat, MAX_BYTES } from "../formats/read.ts";
import type { UserFile, UserFiles } from "../ports/user-files.ts";
import { type EditableText, editableText } from "./text.ts";

/** A configuration file that can be changed and kept as it is elsewhere. */
export interface EditableFile {
  readonly file: UserFile;
  readonly format: ConfigFormat;
  /** Without a byte order mark: what spans of the reader are offsets of. */
  readonly text: string;
  readonly encode: EditableText["encode"];
}

/** A change of one file of the user: decided, and not yet made. */
export interface PlannedEdit {
  readonly file: UserFile;
  readonly format: ConfigFormat;
  readonly before: string;
  readonly after: string;
  /** The whole file as it is to be. */
  readonly bytes: Uint8Array;
}

/**
 * Reads a file for a change. Null where there is none.
 *
 * @throws {PinfoldError} for a file that is not to be changed, and for bytes that are no text
 */
export function openForEdit(
  files: UserFiles,
  path: string,
  format: ConfigFormat,
): EditableFile | null {
  const file = files.read(path, MAX_BYTES[format]);
  if (file === null) return null;
  const editable = editableText(file.bytes);
  if (editable === null)
    throw new PinfoldError(
      "refused",
      `${path} is not changed: it is neither valid UTF-8 nor UTF-16, and would not stay as it is`,
      "save it as UTF-8 with an editor",
    );
  return { file, format, ...editable };
}

/** Null where the text stays as it is. */
export function planEdit(editable: EditableFile, after: string): PlannedEdit | null {
  const { file, format, text, encode } = editable;
  if (after === text) return null;
  return { file, format, before: text, after, bytes: encode(after) };
}

/** A part of a text, and what is to stand there. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The text with its parts replaced; they may not overlap. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let done = 0;
  let result = "";
  for (const { from, to, text: written } of splices.toSorted((a, b) => a.from - b.from)) {
    if (from < done || to < from)
      throw new PinfoldError("internal", "two changes overlap", "please report this");
    result += text.slice(done, from) + written;
    done = to;
  }
  return result + text.slice(done);
}
