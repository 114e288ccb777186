import { parentPort, workerData } from "node:worker_threads";

import { DiskError } from "../../ports/disk.ts";
import { NodeDisk } from "../node-disk.ts";
import type { Digested, DigestRequest } from "./index.ts";

// What the other side of `new Worker` in index.ts hands over.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
parentPort?.postMessage(answer(workerData as DigestRequest));

function answer({ path, keepUpTo }: DigestRequest): Digested {
  try {
    return { reading: new NodeDisk().digest(path, keepUpTo) };
  } catch (thrown) {
    if (!(thrown instanceof DiskError)) throw thrown;
    return { problem: thrown.problem, path: thrown.path };
  }
}
