import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import type { ChainReport, ChainRequest } from "../../model/chain-reading.ts";
import type { Answers, Share } from "./work-off.ts";

/** What this thread asks of the other. */
export type Task =
  | { readonly kind: "chains"; readonly requests: readonly ChainRequest[] }
  | { readonly kind: "share"; readonly share: Share };

interface Results {
  readonly chains: readonly ChainReport[];
  readonly share: Answers;
}

export type TaskOf<Kind extends Task["kind"]> = Extract<Task, { readonly kind: Kind }>;

/** An answer, by the number of its task. */
export interface Answer {
  readonly id: number;
  readonly result: Results[Task["kind"]];
}

export interface Question {
  readonly id: number;
  readonly task: Task;
}

// Compiled, the worker stands beside this file as JavaScript.
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "worker.ts" : "worker.js",
  import.meta.url,
);

const IDLE_MS = 2_000;

/**
 * The one thread beside this one, for all that is read and hashed. It does its tasks one after the
 * other. Starting it takes 25 ms of its own core: who knows that it will be needed starts it while
 * this thread still loads modules. It keeps no process alive while nobody waits for it.
 */
export class SecondThread {
  #worker: Worker | null = null;
  #next = 0;
  #idle: NodeJS.Timeout | undefined;
  readonly #waiting = new Map<
    number,
    { resolve: (result: Results[Task["kind"]]) => void; reject: (reason: unknown) => void }
  >();

  get isStarted(): boolean {
    return this.#worker !== null;
  }

  /** Whether there is a core for it. */
  get isWorthwhile(): boolean {
    return availableParallelism() > 1;
  }

  start(): void {
    if (this.#worker !== null || !this.isWorthwhile) return;
    const worker = new Worker(WORKER, { env: {}, execArgv: [] });
    worker.on("message", ({ id, result }: Answer) => {
      this.#waiting.get(id)?.resolve(result);
      this.#forget(id);
    });
    // Without a thread each waiting task has failed; the next one starts another.
    const ended = (reason: unknown): void => {
      if (this.#worker === worker) this.#worker = null;
      for (const { reject } of this.#waiting.values()) reject(reason);
      this.#waiting.clear();
    };
    worker.on("error", ended);
    worker.on("exit", () => ended(new Error("the second thread ended")));
    worker.unref();
    this.#worker = worker;
  }

  ask<Kind extends Task["kind"]>(task: TaskOf<Kind>): Promise<Results[Kind]> {
    this.start();
    const worker = this.#worker;
    if (worker === null) return Promise.reject(new Error("there is no second thread"));
    const id = this.#next;
    this.#next += 1;
    const answer = new Promise<Results[Kind]>((resolve, reject) => {
      // What the worker answers to a task of this kind.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      this.#waiting.set(id, { resolve: (result) => resolve(result as Results[Kind]), reject });
    });
    worker.ref();
    worker.postMessage({ id, task } satisfies Question);
    return answer;
  }

  #forget(id: number): void {
    this.#waiting.delete(id);
    const worker = this.#worker;
    if (this.#waiting.size > 0 || worker === null) return;
    worker.unref();
    // A process that lives long need not keep its memory.
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#waiting.size === 0) void worker.terminate();
    }, IDLE_MS).unref();
  }
}

export const secondThread = new SecondThread();
