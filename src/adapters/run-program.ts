import { spawn } from "node:child_process";

/** Larger than any closure that uv prints, and any list of compiled files. */
const MAX_OUTPUT = 64 * 1024 * 1024;
const MAX_ERRORS = 64 * 1024;

export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no exit code of its own; null where there is one. */
  readonly problem: "missing" | "not-executable" | "timeout" | "too-much" | null;
}

export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds until it is killed. */
  readonly timeout: number;
  readonly input?: string;
}

/** Runs a program in the root folder, where no project's settings are found, and never throws. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: RunOptions,
): Promise<ProgramRun> {
  return new Promise((resolve) => {
    const isWindows = process.platform === "win32";
    const child = spawn(program, [...args], {
      cwd: isWindows ? (options.env["SYSTEMROOT"] ?? "C:\\") : "/",
      env: { ...options.env },
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that what it started ends with it.
      detached: !isWindows,
      windowsHide: true,
    });
    let problem: ProgramRun["problem"] = null;
    const kill = (why: ProgramRun["problem"]): void => {
      problem ??= why;
      if (child.pid === undefined) return;
      try {
        if (isWindows) child.kill("SIGKILL");
        else process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    };
    const timer = setTimeout(() => kill("timeout"), options.timeout);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let size = 0;
    let errors = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_OUTPUT) kill("too-much");
      else out.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.length;
      if (errors <= MAX_ERRORS) err.push(chunk);
    });
    const done = (code: number | null): void => {
      clearTimeout(timer);
      const stdout = Buffer.concat(out).toString("utf8");
      resolve({ code, stdout, stderr: Buffer.concat(err).toString("utf8"), problem });
    };
    child.on("error", (thrown: NodeJS.ErrnoException) => {
      problem ??= thrown.code === "ENOENT" ? "missing" : "not-executable";
      done(null);
    });
    // What holds its pipes open after its end is not waited for.
    child.on("exit", (code) => {
      if (problem === null) child.once("close", () => done(code));
      else done(code);
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}
