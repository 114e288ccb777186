import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import { readUnit } from "../../ecosystems/npm/read-package.ts";
import { readFolder } from "../../ecosystems/pypi/read-folder.ts";
import type { FolderReading } from "../../model/python-environment.ts";
import type {
  FolderRequest,
  TreeReader,
  UnitReading,
  UnitRequest,
} from "../../ports/tree-reader.ts";
import { NodeDisk } from "../node-disk.ts";

/** What is read: packages of npm, or folders of an environment of Python. */
type Work =
  | {
      readonly form: "packages";
      readonly requests: readonly UnitRequest[];
      readonly known: ReadonlySet<string>;
    }
  | { readonly form: "folders"; readonly requests: readonly FolderRequest[] };

/** What the second thread is given. `next` is the index of the next request nobody took. */
export type Share = Work & { readonly next: Int32Array };

/** Requests that a thread took, by their index. */
export interface Answers {
  readonly packages: readonly (readonly [number, UnitReading])[];
  readonly folders: readonly (readonly [number, FolderReading])[];
}

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
export function workOff(share: Share): Answers {
  const disk = new NodeDisk({ remembersLinked: true });
  const packages: [number, UnitReading][] = [];
  const folders: [number, FolderReading][] = [];
  for (;;) {
    const index = Atomics.add(share.next, 0, 1);
    if (index >= share.requests.length) return { packages, folders };
    if (share.form === "packages") {
      const request = share.requests[index];
      if (request !== undefined) packages.push([index, readUnit(disk, request, share.known)]);
    } else {
      const request = share.requests[index];
      if (request !== undefined) folders.push([index, readFolder(disk, request)]);
    }
  }
}

/** Hashes in this thread, and in a second one where there is enough to share. */
export const threadedTreeReader: TreeReader = {
  async read(requests, known, meanwhile) {
    const { packages } = await shareOut({ form: "packages", requests, known }, meanwhile);
    return inOrder(requests, packages);
  },
  async readFolders(requests, meanwhile) {
    const { folders } = await shareOut({ form: "folders", requests }, meanwhile);
    return inOrder(requests, folders);
  },
};

async function shareOut(work: Work, meanwhile: (() => void) | undefined): Promise<Answers> {
  const worth = meanwhile === undefined ? WORTH_A_THREAD : WORTH_A_THREAD_BESIDE;
  const isShared = work.requests.length >= worth && availableParallelism() > 1;
  const share: Share = { ...work, next: new Int32Array(new SharedArrayBuffer(4)) };
  const other = isShared ? inWorker(share) : Promise.resolve({ packages: [], folders: [] });
  // Give the worker's start a turn of the event loop before this thread is busy.
  if (isShared) await new Promise(setImmediate);
  meanwhile?.();
  const own = workOff(share);
  const others = await other;
  return {
    packages: [...own.packages, ...others.packages],
    folders: [...own.folders, ...others.folders],
  };
}

function inOrder<Answer>(
  requests: readonly unknown[],
  answers: readonly (readonly [number, Answer])[],
): readonly Answer[] {
  const byIndex = new Map(answers);
  return requests.map((_, index) => {
    const answer = byIndex.get(index);
    if (answer === undefined) throw new Error(`the tree reader lost request ${index}`);
    return answer;
  });
}

function inWorker(share: Share): Promise<Answers> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: share, env: {}, execArgv: [] });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
