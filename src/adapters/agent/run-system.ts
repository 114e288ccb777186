import { execFile } from "node:child_process";

import { PinfoldError } from "../../errors.ts";
import { printable } from "../../model/text.ts";
import { systemProgram } from "./system-program.ts";

const TIME_LIMIT_MS = 60_000;

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program of the system's, by its absolute path, with what leads to the user's session. */
export function runSystem(
  name: string,
  candidates: readonly string[],
  args: readonly string[],
): Promise<Said> {
  const program = systemProgram(candidates);
  if (program === null)
    return Promise.reject(
      new PinfoldError(
        "input",
        `there is no ${name} that only the administrator can replace (${candidates.join(", ")})`,
        "without it the agent can still run in the foreground: pinfold watch",
      ),
    );
  const { HOME, XDG_RUNTIME_DIR, DBUS_SESSION_BUS_ADDRESS, XDG_CONFIG_HOME } = process.env;
  const env = {
    HOME,
    XDG_RUNTIME_DIR,
    DBUS_SESSION_BUS_ADDRESS,
    XDG_CONFIG_HOME,
    LC_ALL: "C.UTF-8",
  };
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      {
        env: { ...env, PATH: "/usr/bin:/bin" },
        cwd: "/",
        timeout: TIME_LIMIT_MS,
        maxBuffer: 16 * 1024 * 1024,
      },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ code, out, err });
      },
    );
  });
}

export function saidNo(what: string, { err, code }: Said): PinfoldError {
  const [line = ""] = err.trim().split("\n");
  return new PinfoldError(
    "input",
    `${what}: ${line === "" ? `exit code ${code}` : printable(line, 300)}`,
    "pinfold agent logs may say more; pinfold watch runs the agent in the foreground",
  );
}
