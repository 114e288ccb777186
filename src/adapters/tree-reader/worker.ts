import { parentPort, workerData } from "node:worker_threads";

import { type Share, workOff } from "./index.ts";

// What the other side of `new Worker` in index.ts hands over.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
parentPort?.postMessage(workOff(workerData as Share));
