/**
 * Our own failure to judge or to act; a fact about the user's machine is a finding instead.
 * `usage` wrong options or names, `input` a file that cannot be used, `network` a registry that did
 * not answer, `refused` something that we will not do, `state` a damaged record of our own,
 * `tampered` one that somebody else changed, `internal` a defect of ours.
 */
export type ErrorCode =
  | "usage"
  | "input"
  | "network"
  | "refused"
  | "state"
  | "tampered"
  | "internal";

/** Says what happened and where (`message`), and the next step for the user (`hint`). */
export class PinfoldError extends Error {
  override readonly name = "PinfoldError";
  readonly code: ErrorCode;
  readonly hint: string;
  /** Of `tampered`: the record. */
  readonly file: string | null;

  constructor(
    code: ErrorCode,
    message: string,
    hint: string,
    cause?: unknown,
    file: string | null = null,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
    this.file = file;
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The `code` of a Node system error (`ENOENT`), else null. */
export function systemCodeOf(thrown: unknown): string | null {
  if (typeof thrown !== "object" || thrown === null || !("code" in thrown)) return null;
  return typeof thrown.code === "string" ? thrown.code : null;
}
