import { execFileSync } from "node:child_process";

import { RPM_FORMAT, type RpmQuery } from "../ports/rpm-query.ts";

const TIME_LIMIT_MS = 5_000;
/** Larger than the list of any package's files. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** By its absolute path and with an environment of its own: nothing of the user's chooses what runs. */
export const rpmQuery: RpmQuery = (path, database) => {
  try {
    return execFileSync(
      "/usr/bin/rpm",
      ["--dbpath", database, "-qf", "--qf", RPM_FORMAT, "--", path],
      {
        encoding: "utf8",
        env: { PATH: "/usr/bin:/bin", HOME: "/nonexistent", LC_ALL: "C" },
        cwd: "/",
        timeout: TIME_LIMIT_MS,
        killSignal: "SIGKILL",
        maxBuffer: MAX_OUTPUT,
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
  } catch {
    // Not there, not its file, or no answer in time: nobody speaks for the change.
    return null;
  }
};
