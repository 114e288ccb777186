import { spawn } from "node:child_process";
import { writeSync } from "node:fs";
import { constants } from "node:os";

import { systemCodeOf } from "../errors.ts";
import type { Start, Starter } from "../ports/starter.ts";

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const;
const STDERR = 2;
const TRIES = 200;

/** This very process. */
export const nodeStarter: Starter = {
  ownInterpreter: process.execPath,

  become(start) {
    const { file, name = file, args, env } = start;
    // Neither standard input nor output was touched: libuv would have made them non-blocking, and the
    // server would have them so.
    if (process.platform !== "win32" && typeof process.execve === "function")
      process.execve(file, [name, ...args], { ...env });
    return beside(start);
  },

  say(text) {
    const bytes = Buffer.from(text);
    // A client may have made the pipe non-blocking, and may read slowly.
    for (let done = 0, tries = 0; done < bytes.length && tries < TRIES;) {
      try {
        done += writeSync(STDERR, bytes, done);
      } catch (thrown) {
        if (systemCodeOf(thrown) !== "EAGAIN") return;
        tries += 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  },
};

/** Without execve: a child that has our standard streams, and is told what we are told. */
function beside({ file, name = file, args, env }: Start): Promise<number> {
  const child = spawn(file, [...args], {
    argv0: name,
    env: { ...env },
    stdio: "inherit",
    windowsHide: true,
  });
  for (const signal of FORWARDED) process.on(signal, () => void child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
