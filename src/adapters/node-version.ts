import { execFile } from "node:child_process";

import type { NodeVersionReader } from "../lock/world.ts";

const TIME_LIMIT_MS = 5_000;

/** Runs `node --version` with an empty environment: no NODE_OPTIONS, no shell. */
export const nodeVersionReader: NodeVersionReader = (node) =>
  new Promise((resolve) => {
    const options = { env: {}, timeout: TIME_LIMIT_MS, maxBuffer: 4096, cwd: "/" };
    execFile(node, ["--version"], options, (error, stdout) => {
      resolve(error === null ? (/^v(\d+\.\d+\.\d+)\s*$/.exec(stdout)?.[1] ?? null) : null);
    });
  });
