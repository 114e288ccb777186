import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";

import type { ClientEnvironment, RunningClient } from "../ports/client-environment.ts";

/** Start-up files that ask a network for something take a while; ones that hang take for ever. */
const TIME_LIMIT_MS = 10_000;

/** Names of other programs are printed by start-up files too. */
const MAX_OUTPUT = 1024 * 1024;

const MAX_PROGRAMS = 65_536;

export const nodeClientEnvironment: ClientEnvironment = { running, loginShell };

/** Linux tells in /proc; other systems tell nobody but root or a debugger. */
function running(names: readonly string[]): readonly RunningClient[] {
  if (process.platform !== "linux" || names.length === 0) return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.slice(0, MAX_PROGRAMS).flatMap((pid): RunningClient[] => {
    try {
      if (statSync(`/proc/${pid}`).uid !== process.getuid?.()) return [];
      if (!names.includes(readFileSync(`/proc/${pid}/comm`, "utf8").trim())) return [];
      const path = pathOf(readFileSync(`/proc/${pid}/environ`, "utf8"));
      return path === null ? [] : [{ pid: Number(pid), path }];
    } catch {
      // Ended meanwhile, or of a kind that may not be looked at.
      return [];
    }
  });
}

/**
 * Editors learn their PATH the same way: a login shell that reads the start-up files of terminals
 * too, and a program in it that writes what it was given between two marks, since start-up files
 * print things of their own.
 */
function loginShell(): Promise<string | null> {
  const shell = userInfo().shell ?? process.env["SHELL"] ?? null;
  if (process.platform === "win32" || shell === null || !shell.startsWith("/"))
    return Promise.resolve(null);
  const mark = randomUUID();
  const script = `process.stdout.write("${mark}" + (process.env.PATH || "") + "${mark}")`;
  // execFile without a shell of its own; the login shell splits this one line.
  const line = `'${process.execPath.replaceAll("'", String.raw`'\''`)}' -e '${script}'`;
  return new Promise((resolve) => {
    const child = execFile(
      shell,
      ["-i", "-l", "-c", line],
      {
        env: sessionEnvironment(),
        timeout: TIME_LIMIT_MS,
        killSignal: "SIGKILL",
        maxBuffer: MAX_OUTPUT,
        cwd: "/",
      },
      (_error, stdout) => {
        const [, path] = stdout.split(mark);
        resolve(path === undefined || path === "" ? null : path);
      },
    );
    child.stdin?.end();
  });
}

/** What a session has before any shell: nothing of the terminal that pinfold was called from. */
function sessionEnvironment(): NodeJS.ProcessEnv {
  const { username, homedir, shell } = userInfo();
  const { HOME = homedir, LANG, XDG_RUNTIME_DIR } = process.env;
  const kept = { HOME, LANG, XDG_RUNTIME_DIR, USER: username, LOGNAME: username };
  return { ...kept, SHELL: shell ?? undefined, PATH: "/usr/local/bin:/usr/bin:/bin", TERM: "dumb" };
}

function pathOf(environ: string): string | null {
  const line = environ.split("\0").find((one) => one.startsWith("PATH="));
  return line?.slice("PATH=".length) ?? null;
}
