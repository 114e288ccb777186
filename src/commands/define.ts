import type { ClientEnvironment } from "../ports/client-environment.ts";
import type { Scope, World } from "../verify/world.ts";
import type { LockWorld } from "../lock/world.ts";

/** Where a command prints and asks. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** Standard output is a terminal: colour is allowed. */
  readonly isTerminal: boolean;
  /** Standard input and error are a terminal: questions can be asked, progress shown. */
  readonly canAsk: boolean;
  /** A line that replaces the one before; nothing where there is no terminal. */
  progress(text: string | null): void;
  ask(question: string): Promise<string>;
}

/** Parsed options; each command documents and accepts its own. */
export interface Options {
  readonly format: "text" | "json";
  readonly scope: Scope;
  readonly positionals: readonly string[];
  readonly isOnline: boolean;
  readonly isYes: boolean;
  readonly isCapture: boolean;
  readonly isCheck: boolean;
  readonly isExitCode: boolean;
  readonly allowScripts: readonly string[];
  /** Why something is accepted, and until which day (`2027-01-31`); null where not given. */
  readonly reason: string | null;
  readonly until: string | null;
  /** The one package that `update` moves; null for all. */
  readonly only: string | null;
  /** Show the changed lines too. */
  readonly isSource: boolean;
}

export interface CommandContext {
  readonly io: Io;
  readonly world: World;
  /** What locking needs besides; loaded when it is asked for, since npm's libraries are slow. */
  readonly lockWorld: () => Promise<LockWorld>;
  /** Asked by `accept --capture-path` alone. */
  readonly clientEnvironment: ClientEnvironment;
  readonly options: Options;
}

/** Answers the exit code. */
export type Run = (context: CommandContext) => Promise<number>;

export type OptionName =
  | "format"
  | "json"
  | "lockfiles"
  | "client"
  | "config"
  | "client-path"
  | "capture-path"
  | "project"
  | "online"
  | "yes"
  | "check"
  | "exit-code"
  | "allow-scripts"
  | "reason"
  | "until"
  | "only"
  | "source";

export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** Loads the command only when it is called. */
  load(): Promise<{ readonly run: Run }>;
}
