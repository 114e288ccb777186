import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import { DiskError, type DiskProblem, type FileReading } from "../../ports/disk.ts";
import type { DigestAhead } from "../../ports/starter.ts";
import { NodeDisk } from "../node-disk.ts";

/** What the other thread answers. */
export type Digested =
  | { readonly reading: FileReading | null }
  | { readonly problem: DiskProblem; readonly path: string };

export interface DigestRequest {
  readonly path: string;
  readonly keepUpTo: number;
}

// Compiled, the worker stands beside this file as JavaScript.
const WORKER = new URL(
  import.meta.url.endsWith(".ts") ? "digest-worker.ts" : "digest-worker.js",
  import.meta.url,
);

/** Node's hundred megabytes take as long as a whole tree: with two cores they cost nothing more. */
export const threadedDigest: DigestAhead = (path, keepUpTo) => {
  if (availableParallelism() < 2) return Promise.resolve(new NodeDisk().digest(path, keepUpTo));
  return new Promise((resolve, reject) => {
    const workerData: DigestRequest = { path, keepUpTo };
    const worker = new Worker(WORKER, { workerData, env: {}, execArgv: [] });
    worker.once("message", (answer: Digested) => {
      if ("problem" in answer) reject(new DiskError(answer.problem, answer.path));
      else resolve(answer.reading);
    });
    worker.once("error", reject);
  });
};
