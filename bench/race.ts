import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";

/** From when a file was opened to be checked until it was opened to be run; milliseconds. */
export interface Race {
  readonly files: number;
  readonly median: number;
  readonly longest: number;
  /** The interpreter: from its check to execve. */
  readonly interpreter: number;
  /** From the first call to the answer. */
  readonly whole: number;
}

const CALL = /^\d+\s+(\d+\.\d+) (?:openat\(AT_FDCWD(?:<[^>]*>)?, |execve\()"((?:[^"\\]|\\.)*)"/;

/**
 * Has strace write down when a start opens what it checks, and when the server opens the same files.
 * The tracer slows both down, so the true window is a shorter one. Null where there is no strace.
 */
export async function timeRace(
  line: { readonly command: string; readonly args: readonly string[] },
  around: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  request: string,
): Promise<Race | null> {
  const log = `${around.cwd}/strace.txt`;
  const trace = ["-f", "-ttt", "--seccomp-bpf", "-qq", "-s", "4096", "-e", "trace=openat,execve"];
  const child = spawn("strace", [...trace, "-o", log, line.command, ...line.args], {
    ...around,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const isThere = await new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false));
    child.stdout.once("data", () => resolve(true));
    child.once("exit", () => resolve(false));
    child.stdin.write(`${request}\n`);
  });
  child.stdin.end();
  if (!isThere) return null;
  child.kill("SIGTERM");
  await once(child, "close");
  const race = raceIn(readFileSync(log, "utf8"));
  rmSync(log);
  return race;
}

function raceIn(text: string): Race | null {
  const calls = text.split("\n").flatMap((row) => {
    const [, at, path] = CALL.exec(row) ?? [];
    return path === undefined
      ? []
      : [{ at: Number(at) * 1000, path, isStart: row.includes("execve(") }];
  });
  const start = calls.findLast(({ isStart }) => isStart);
  if (start === undefined) return null;
  const checked = new Map<string, number>();
  for (const { at, path, isStart } of calls)
    if (at < start.at && !isStart && !checked.has(path)) checked.set(path, at);
  const windows = calls
    .filter(({ at, isStart, path }) => at > start.at && !isStart && checked.has(path))
    .map(({ at, path }) => at - (checked.get(path) ?? at))
    .toSorted((a, b) => a - b);
  return {
    files: windows.length,
    median: windows[windows.length >> 1] ?? 0,
    longest: windows.at(-1) ?? 0,
    whole: (calls.at(-1)?.at ?? 0) - (calls[0]?.at ?? 0),
    interpreter: start.at - (checked.get(start.path) ?? start.at),
  };
}
