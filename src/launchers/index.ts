import { type Launch, launchOf, opaqueLaunch } from "../model/launch.ts";
import type { ServerEntry } from "../model/server.ts";
import { type Launcher, programName } from "./define.ts";
import { npx } from "./npx.ts";

/** Every launcher that pinfold understands. */
export const LAUNCHERS: readonly Launcher[] = [npx];

// `${VAR}` and the like: what a client replaces before it starts the server.
const VARIABLE = /\$\{[^}]*\}/;

/** What an entry starts. Pure: nothing is looked up, nothing is run. */
export function resolveLaunch(entry: ServerEntry): Launch {
  if (entry.problem !== null) return opaqueLaunch(null, entry.problem);
  if (entry.command === null) {
    return launchOf({ kind: "remote", detail: "remote", endpoint: entry.url });
  }
  const name = programName(entry.command);
  const launcher = LAUNCHERS.find((candidate) => candidate.names.includes(name));
  if (launcher === undefined)
    return opaqueLaunch(null, `pinfold does not know the launcher ${JSON.stringify(name)} yet`);
  const variable = [entry.command, ...entry.args].find((word) => VARIABLE.test(word));
  const launch = launcher.toLaunch({
    command: entry.command,
    args: entry.args,
    env: entry.env,
    cwd: entry.cwd,
  });
  if (launch.package !== null && variable !== undefined && VARIABLE.test(launch.package))
    return opaqueLaunch(launch.launcher, `the package is the variable ${variable}`);
  return launch;
}
