import type { TreeReader } from "../../ports/tree-reader.ts";
import { secondThread } from "./second-thread.ts";
import { type Answers, type Share, type Work, workOff } from "./work-off.ts";

// Starting a thread costs about 25 ms: one server of 107 packages is done sooner without.
const WORTH_A_THREAD = 200;

// One that runs already only has to be told, and to send its answer back.
const WORTH_ASKING = 30;

/** Hashes in this thread, and in a second one where there is enough to share. */
export const threadedTreeReader: TreeReader = {
  async read(requests, known) {
    const { packages } = await shareOut({ form: "packages", requests, known });
    return inOrder(requests, packages);
  },
  async readFolders(requests) {
    const { folders } = await shareOut({ form: "folders", requests });
    return inOrder(requests, folders);
  },
};

async function shareOut(work: Work): Promise<Answers> {
  const worth = secondThread.isStarted ? WORTH_ASKING : WORTH_A_THREAD;
  const isShared = work.requests.length >= worth && secondThread.isWorthwhile;
  const share: Share = { ...work, next: new Int32Array(new SharedArrayBuffer(4)) };
  const other = isShared
    ? secondThread.ask({ kind: "share", share })
    : Promise.resolve({ packages: [], folders: [] });
  // Give the worker's start a turn of the event loop before this thread is busy.
  if (isShared) await new Promise(setImmediate);
  const own = workOff(share);
  const others = await other;
  return {
    packages: [...own.packages, ...others.packages],
    folders: [...own.folders, ...others.folders],
  };
}

function inOrder<Answered>(
  requests: readonly unknown[],
  answers: readonly (readonly [number, Answered])[],
): readonly Answered[] {
  const byIndex = new Map(answers);
  return requests.map((_, index) => {
    const answer = byIndex.get(index);
    if (answer === undefined) throw new Error(`the tree reader lost request ${index}`);
    return answer;
  });
}
