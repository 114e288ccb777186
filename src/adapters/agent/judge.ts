import { spawn } from "node:child_process";
import { realpathSync } from "node:fs";

import { messageOf, PinfoldError } from "../../errors.ts";
import type { Judgement } from "../../model/agent.ts";
import { printable } from "../../model/text.ts";
import type { Judge } from "../../ports/agent.ts";

const OFFLINE_LIMIT_MS = 5 * 60_000;
const ONLINE_LIMIT_MS = 15 * 60_000;
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Looks by the same program and interpreter in a process of its own: what npm's libraries and a
 * hundred thousand files take of memory is given back when it ends.
 */
export const childJudge: Judge = async ({ isOnline, unless }) => {
  const [, program = ""] = process.argv;
  const args = [
    ...process.execArgv,
    realpathSync(program),
    "agent",
    "look",
    ...(isOnline ? ["--online"] : []),
    ...(unless === null ? [] : ["--unless", unless]),
  ];
  const text = await outputOf(args, isOnline ? ONLINE_LIMIT_MS : OFFLINE_LIMIT_MS);
  try {
    // Written by this very program.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return JSON.parse(text) as Judgement | null;
  } catch (thrown) {
    throw failed(`its answer cannot be read: ${messageOf(thrown)}`);
  }
};

function outputOf(args: readonly string[], timeout: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      killSignal: "SIGKILL",
    });
    const parts: Buffer[] = [];
    let size = 0;
    let err = "";
    child.stdout.on("data", (part: Buffer) => {
      size += part.length;
      if (size > MAX_BYTES) child.kill("SIGKILL");
      else parts.push(part);
    });
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      if (err.length < 4096) err += part;
    });
    child.once("error", (error) => reject(failed(error.message)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(Buffer.concat(parts).toString("utf8"));
      else if (signal !== null)
        reject(failed(`it was ended by ${signal} (limit ${timeout / 1000} s)`));
      else reject(failed(printable(err.trim().split("\n")[0] ?? "", 300) || `exit code ${code}`));
    });
  });
}

function failed(why: string): PinfoldError {
  return new PinfoldError(
    "internal",
    `the verification in another process failed: ${why}`,
    "pinfold verify shows more",
  );
}
