import { parentPort, workerData } from "node:worker_threads";

import { type Share, workOff } from "./index.ts";

parentPort?.postMessage(workOff(workerData as Share));
