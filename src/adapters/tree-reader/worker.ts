import { parentPort } from "node:worker_threads";

import { reportChain } from "../../path-search/chain.ts";
import { DiskView } from "../../path-search/disk-view.ts";
import { NodeDisk } from "../node-disk.ts";
import type { Answer, Question, Task } from "./second-thread.ts";
import { workOff } from "./work-off.ts";

// What the other side posts, in second-thread.ts.
parentPort?.on("message", ({ id, task }: Question) => {
  parentPort?.postMessage({ id, result: done(task) } satisfies Answer);
});

function done(task: Task): Answer["result"] {
  if (task.kind === "share") return workOff(task.share);
  const [first] = task.requests;
  if (first === undefined) return [];
  // What several chains share is looked at once.
  const view = new DiskView(new NodeDisk(), first.home);
  return task.requests.map((request) => reportChain(view, request));
}
