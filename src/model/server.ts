/** A place in a file, lines and columns counted from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * For whom an entry counts: `local` is one person in one project, `system` everybody on the machine,
 * `managed` too and decided by an administrator, `agent` one agent that the client offers.
 */
export type Scope =
  | "user"
  | "project"
  | "local"
  | "managed"
  | "system"
  | "plugin"
  | "extension"
  | "agent";

/** What an entry is remembered by: ids can change when another entry takes the same one. */
export function entryKey({ client, scope, folder, name }: ServerEntry): string {
  return JSON.stringify([client, scope, folder, name]);
}

/** One configured MCP server, as its client's file has it; nothing in it was believed yet. */
export interface ServerEntry {
  /** `client/name`; in a project's scope `client@folder/name`. */
  readonly id: string;
  readonly client: string;
  readonly clientName: string;
  readonly scope: Scope;
  readonly name: string;
  /** The project, plugin or extension that the entry belongs to; null for the user's own. */
  readonly folder: string | null;
  readonly disabled: boolean;
  /** What switches it off, where that is not its own entry (a managed file, a list). */
  readonly disabledBy: string | null;
  readonly source: SourcePosition;
  readonly command: string | null;
  readonly args: readonly string[];
  /** Variable names to values. Values can be secrets: never print, log or store them. */
  readonly env: Readonly<Record<string, string>>;
  /** A file whose variables the client adds to `env`, as written. */
  readonly envFile: string | null;
  readonly cwd: string | null;
  readonly url: string | null;
  /** Names of the HTTP headers of a remote entry; values are not kept. */
  readonly headers: readonly string[];
  /** Command lines that the client runs to make the entry's values, also for a remote one. */
  readonly executes: readonly string[];
  /** Why the entry cannot be understood (wrong types, a file that its client rejects), else null. */
  readonly problem: string | null;
}
