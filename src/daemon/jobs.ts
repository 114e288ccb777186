import type { ScheduledJob } from "../ports/agent.ts";
import { isOverdue } from "./clock.ts";
import type { AgentContext } from "./context.ts";
import type { Journal } from "./journal.ts";

export type JobName = "verify" | "updates";

/** A laptop that wakes has better things to do, and so have registries that all of them ask at once. */
const MAX_JITTER_MS = 20_000;

/**
 * What is done by schedule. node-cron says when, and never runs what it missed: what was due while the
 * machine slept or nothing ran is made up for once.
 */
export class Jobs {
  readonly #context: AgentContext;
  readonly #journal: Journal;
  readonly #work: (name: JobName) => void;
  readonly #jobs = new Map<JobName, ScheduledJob>();
  readonly #cancels = new Set<() => void>();

  /** @throws {PinfoldError} `usage` where a schedule is none */
  constructor(context: AgentContext, journal: Journal, work: (name: JobName) => void) {
    this.#context = context;
    this.#journal = journal;
    this.#work = work;
    const { verify, updates } = context.schedules;
    const wanted: readonly (readonly [JobName, string | null])[] = [
      ["verify", verify],
      ["updates", updates],
    ];
    for (const [name, expression] of wanted)
      if (expression !== null)
        this.#jobs.set(
          name,
          context.schedule(name, expression, () => this.#run(name)),
        );
  }

  start(): void {
    for (const [name, job] of this.#jobs) {
      job.start();
      // The look of the start is the verification that was missed.
      if (name === "verify" || !this.#isOverdue(name)) this.#setDue(name);
    }
  }

  /** Runs what nobody will run any more, and sets what a clock that was set back put too far away. */
  tick(isSetBack: boolean): void {
    for (const name of this.#jobs.keys()) {
      if (this.#isOverdue(name)) this.#catchUp(name);
      else if (isSetBack) this.#setDue(name);
    }
  }

  stop(): void {
    for (const job of this.#jobs.values()) job.stop();
    for (const cancel of this.#cancels) cancel();
  }

  #run(name: JobName): void {
    this.#setDue(name);
    this.#work(name);
  }

  #catchUp(name: JobName): void {
    const { random, timers } = this.#context;
    this.#setDue(name);
    const cancel = timers.after(random() * MAX_JITTER_MS, () => {
      this.#cancels.delete(cancel);
      this.#work(name);
    });
    this.#cancels.add(cancel);
  }

  #isOverdue(name: JobName): boolean {
    const due = this.#journal.memory.due[name] ?? null;
    return isOverdue({ due }, this.#context.timers.now().getTime());
  }

  #setDue(name: JobName): void {
    const next = this.#jobs.get(name)?.next()?.getTime() ?? null;
    this.#journal.update({ due: { ...this.#journal.memory.due, [name]: next } });
  }
}
