import type {
  AgentDoor,
  FolderWatcher,
  Judge,
  Notifier,
  Scheduler,
  Supervisor,
  Timers,
} from "./agent.ts";

/** Everything of this machine that only the agent needs. */
export interface AgentHost {
  readonly timers: Timers;
  readonly watcher: FolderWatcher;
  readonly judge: Judge;
  readonly notify: Notifier;
  readonly schedule: Scheduler;
  readonly supervisor: Supervisor;
  readonly door: AgentDoor;
  /** Says that the agent is alive, and when one last said so. */
  readonly alive: { touch(): void; last(): Date | null };
  readonly pid: number;
  /** Root, who is no user with clients of their own. */
  readonly isAdministrator: boolean;
  /** Between 0 and 1. */
  readonly random: () => number;
  /** Answers the signal that ends the agent. */
  untilStopped(): Promise<string>;
}
