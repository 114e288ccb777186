/** A place in a file, lines and columns counted from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Scope = "user" | "project" | "managed" | "plugin" | "extension" | "local";

/** One configured MCP server, as its client's file has it; nothing in it was believed yet. */
export interface ServerEntry {
  /** `client/name`; in a project's scope `client@folder/name`. */
  readonly id: string;
  readonly client: string;
  readonly clientName: string;
  readonly scope: Scope;
  readonly name: string;
  readonly disabled: boolean;
  readonly source: SourcePosition;
  readonly command: string | null;
  readonly args: readonly string[];
  /** Variable names to values. Values can be secrets: never print, log or store them. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
  readonly url: string | null;
  /** Names of the HTTP headers of a remote entry; values are not kept. */
  readonly headers: readonly string[];
  /** Why the entry cannot be understood (wrong types, a file that its client rejects), else null. */
  readonly problem: string | null;
}
