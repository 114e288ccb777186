import type { AgentEvidence, Judgement, Notice, SeenAs } from "../model/agent.ts";

/** Two clocks and two kinds of timer. */
export interface Timers {
  now(): Date;
  /** Milliseconds that go only forward, and stand still while the machine sleeps. */
  steady(): number;
  /** Answers how to call it off. */
  after(milliseconds: number, work: () => void): () => void;
  every(milliseconds: number, work: () => void): () => void;
}

/** Tripwires on folders. What it tells is a hint to look again. */
export interface FolderWatcher {
  /** In place of what was watched before. */
  watch(folders: ReadonlySet<string>): void;
  onChange(listener: (path: string) => void): void;
  /** The system gives no more watches: `ENOSPC`, `EMFILE`. */
  onTrouble(listener: (code: string) => void): void;
  close(): Promise<void>;
}

export interface LookRequest {
  readonly isOnline: boolean;
  /** Of the last look: where all entries are still the same, nothing is judged again. */
  readonly unless: string | null;
}

/**
 * Looks at the machine, in another process. Null where `unless` was so. Rejects with a PinfoldError.
 */
export type Judge = (request: LookRequest) => Promise<Judgement | null>;

/** What stands at a path, in few words that change when it does: as a look has it. */
export type Identify = (path: string, as: SeenAs) => string;

/** Shows a notification. Rejects with what was wrong; never waits for a person. */
export type Notifier = (notice: Notice) => Promise<void>;

export interface ScheduledJob {
  /** Until then it never runs. */
  start(): void;
  /** When it runs next; null where it never will. */
  next(): Date | null;
  stop(): void;
}

/** Runs work by cron expressions. Throws a PinfoldError `usage` for one that is none. */
export type Scheduler = (name: string, expression: string, work: () => void) => ScheduledJob;

/** Whoever started the agent and watches over it: systemd. */
export interface Supervisor {
  ready(): void;
  /** Called at least as often as it wants to hear; null where nobody does. */
  readonly interval: number | null;
  alive(): void;
  stopping(): void;
}

/** One request of a command to the agent, and its answer. */
export type AgentRequest =
  | { readonly op: "status" }
  | { readonly op: "look"; readonly isOnline: boolean }
  | { readonly op: "snoozed" }
  | { readonly op: "test" };

export interface AgentServer {
  /** Another agent answers at the same place: this one is not the one. */
  isOurs(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Where commands ask. Null where another agent answers already.
 */
export type AgentDoor = (
  answer: (request: AgentRequest) => Promise<unknown>,
) => Promise<AgentServer | null>;

/** What is wrong with the agent itself, as far as its host can tell. */
export type SelfCheck = () => Pick<AgentEvidence, "ownFiles">;
