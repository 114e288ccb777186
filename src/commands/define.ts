import type { ClientEnvironment } from "../ports/client-environment.ts";
import type { DigestAhead, Starter } from "../ports/starter.ts";
import type { OwnProgram } from "../ports/own-program.ts";
import type { AgentRequest } from "../ports/agent.ts";
import type { AgentHost } from "../ports/agent-host.ts";
import type { ServiceManager } from "../ports/service.ts";
import type { DoctorPorts } from "../doctor/world.ts";
import type { Revisions } from "../ports/revisions.ts";
import type { Scope, World } from "../verify/world.ts";
import type { LockWorld } from "../lock/world.ts";
import type { OptionName } from "./option-table.ts";

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

/** Parsed options. What one command alone takes is asked for by name. */
export interface Options {
  readonly format: "text" | "json" | "sarif";
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
  /** Arguments behind `--`, for a command that takes them. */
  readonly rest: readonly string[];
  readonly has: (name: OptionName) => boolean;
  /** Null where it was not given; given twice, it is wrong use. */
  readonly one: (name: OptionName) => string | null;
  readonly all: (name: OptionName) => readonly string[];
}

/** What turns this process into a server. */
export interface Starting {
  readonly starter: Starter;
  readonly digestAhead: DigestAhead;
}

export interface CommandContext {
  readonly io: Io;
  /** Of a command that is lean, without the clients. */
  readonly world: World;
  readonly clients: () => Promise<World["clients"]>;
  /** Of a command that is lean; others throw. */
  readonly starting: () => Starting;
  /** What locking needs besides; loaded when it is asked for, since npm's libraries are slow. */
  readonly lockWorld: () => Promise<LockWorld>;
  /** Asked by `accept --capture-path` and, which clients run, by `harden`. */
  readonly clientEnvironment: ClientEnvironment;
  /** Asked by `lock --check --base REF` alone. */
  readonly revisions: () => Promise<Revisions>;
  /** Copied by `harden` and `agent install` to where nothing can move it. */
  readonly ownProgram: OwnProgram;
  /** What the agent needs of this machine beside what judging needs. */
  readonly agentHost: () => Promise<AgentHost>;
  /** Null where no agent answers. */
  readonly askAgent: (request: AgentRequest) => Promise<unknown>;
  /** The service manager of the session; null where this system's is not known. */
  readonly serviceManager: () => Promise<ServiceManager | null>;
  /** Asked by `doctor` alone. */
  readonly doctorPorts: () => Promise<DoctorPorts>;
  readonly options: Options;
}

/** Answers the exit code. */
export type Run = (context: CommandContext) => Promise<number>;

export interface Command {
  /** One word, or two: `store list`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** What an option means here, where the table's text says less. */
  readonly help?: Readonly<Partial<Record<OptionName, string>>>;
  /** Answers in SARIF too. */
  readonly hasSarif?: boolean;
  /** Takes arguments behind `--`. */
  readonly takesRest?: boolean;
  /** What its exit codes mean, where they are not those of `verify`. */
  readonly exitCodes?: string;
  /** Becomes another program: started by cli-run.ts, with a mute terminal and without the clients. */
  readonly isLean?: boolean;
  /** Absent from the main help: for programs, not for people. */
  readonly isHidden?: boolean;
  /** Reads and hashes much: the second thread starts while the command is loaded. */
  readonly needsThread?: boolean;
  /** Loads the command only when it is called. */
  load(): Promise<{ readonly run: Run }>;
}
