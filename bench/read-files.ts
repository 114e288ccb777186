// The physical limit: lists and reads all files below the folders that are named, with two threads,
// and does nothing with them. Prints the milliseconds that it took, less the start of Node itself.
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import { isMainThread, Worker, workerData } from "node:worker_threads";

interface Share {
  readonly folders: readonly string[];
  readonly next: Int32Array;
}

const buffer = Buffer.allocUnsafeSlow(1024 * 1024);

function readFile(path: string): void {
  const file = openSync(path, "r");
  // Less than was asked for is the end of a regular file.
  while (readSync(file, buffer, 0, buffer.length, null) === buffer.length);
  closeSync(file);
}

function readBelow(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) readBelow(path);
    else if (entry.isFile()) readFile(path);
  }
}

function workOff({ folders, next }: Share): void {
  for (;;) {
    const folder = folders[Atomics.add(next, 0, 1)];
    if (folder === undefined) return;
    readBelow(folder);
  }
}

if (isMainThread) {
  const started = performance.now();
  const folders = process.argv.slice(2).flatMap((root) =>
    readdirSync(`${root}/node_modules`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${root}/node_modules/${entry.name}`),
  );
  const share: Share = { folders, next: new Int32Array(new SharedArrayBuffer(4)) };
  const worker = new Worker(new URL(import.meta.url), { workerData: share });
  worker.once("exit", () => {
    process.stdout.write(`${performance.now() - started}\n`);
  });
  await new Promise(setImmediate);
  workOff(share);
} else workOff(workerData as Share);
