import { execFile } from "node:child_process";

import type { Supervisor } from "../../ports/agent.ts";
import { systemProgram } from "./system-program.ts";

const TIME_LIMIT_MS = 5_000;

/** systemd, where it started this process (sd_notify); else nobody. */
export function systemdSupervisor(): Supervisor {
  const socket = process.env["NOTIFY_SOCKET"];
  const program = socket === undefined ? null : systemProgram(["/usr/bin/systemd-notify"]);
  if (socket === undefined || program === null)
    return { interval: null, ready: nothing, alive: nothing, stopping: nothing };
  const say = (...words: readonly string[]): void => {
    execFile(
      program,
      [`--pid=${process.pid}`, ...words],
      { env: { NOTIFY_SOCKET: socket }, cwd: "/", timeout: TIME_LIMIT_MS },
      // What it misses, its watchdog notices.
      nothing,
    );
  };
  const limit = Number(process.env["WATCHDOG_USEC"] ?? Number.NaN) / 1000;
  return {
    // Twice in the time, so that one that is late does no harm.
    interval: Number.isFinite(limit) && limit > 0 ? limit / 2 : null,
    ready: () => say("--ready", "--status=watching"),
    alive: () => say("WATCHDOG=1"),
    stopping: () => say("STOPPING=1"),
  };
}

function nothing(): void {
  // Nobody listens.
}
