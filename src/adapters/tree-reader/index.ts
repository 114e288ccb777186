import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import { readUnit } from "../../ecosystems/npm/read-package.ts";
import type { TreeReader, UnitReading, UnitRequest } from "../../ports/tree-reader.ts";
import { NodeDisk } from "../node-disk.ts";

/** What the second thread is given. `next` is the index of the next request nobody took. */
export interface Share {
  readonly requests: readonly UnitRequest[];
  readonly known: ReadonlySet<string>;
  readonly next: Int32Array;
}

/** Requests that a thread took, by their index. */
export type Answers = readonly (readonly [number, UnitReading])[];

// With other work to do here, half a server is worth one.
const WORTH_A_THREAD_BESIDE = 50;

// Starting a thread costs about 25 ms: one server of 107 packages is done sooner without.
const WORTH_A_THREAD = 200;

// Compiled, the worker stands beside this file as JavaScript.
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "worker.ts" : "worker.js",
  import.meta.url,
);

/** Takes requests from the shared queue until none is left. */
export function workOff({ requests, known, next }: Share): Answers {
  const disk = new NodeDisk();
  const answers: [number, UnitReading][] = [];
  for (;;) {
    const index = Atomics.add(next, 0, 1);
    const request = requests[index];
    if (request === undefined) return answers;
    answers.push([index, readUnit(disk, request, known)]);
  }
}

/** Hashes in this thread, and in a second one where there is enough to share. */
export const threadedTreeReader: TreeReader = {
  async read(requests, known, meanwhile) {
    const worth = meanwhile === undefined ? WORTH_A_THREAD : WORTH_A_THREAD_BESIDE;
    const isShared = requests.length >= worth && availableParallelism() > 1;
    const next = new Int32Array(new SharedArrayBuffer(4));
    const share: Share = { requests, known, next };
    const other = isShared ? inWorker(share) : Promise.resolve([]);
    // Give the worker's start a turn of the event loop before this thread is busy.
    if (isShared) await new Promise(setImmediate);
    meanwhile?.();
    const answers = new Map([...workOff(share), ...(await other)]);
    return requests.map((_, index) => {
      const answer = answers.get(index);
      if (answer === undefined) throw new Error(`the tree reader lost request ${index}`);
      return answer;
    });
  },
};

function inWorker(share: Share): Promise<Answers> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: share, env: {}, execArgv: [] });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
