import type { KnownServer } from "../verify/servers.ts";
import { obstacleOf } from "../verify/obstacle.ts";
import type { Decision, HardenFacts } from "./define.ts";

type Left = Extract<Decision, { kind: "left" }>;

/** The one wrapper that does nothing but find a program, which a path makes needless. */
export const CMD = "cmd /c";

/** Launchers whose packages pinfold pins, and which `run` takes the place of. */
const REPLACED: readonly string[] = ["npx", "uvx", "uv tool run", "pipx run"];

/** Why an entry cannot be changed, whatever it was to become; null where it can. */
export function fileObstacle({ entry }: KnownServer): Left | null {
  const { clientName, name, scope, problem } = entry;
  if (problem !== null) return left(problem, `pinfold doctor ${name}`);
  switch (scope) {
    case "managed":
    case "system":
      return left(
        "its file belongs to this machine's administrator",
        "ask for `pinfold run` in it, or add a server of your own",
      );
    case "plugin":
      return left(
        "its file belongs to a plugin, whose updates overwrite it",
        `switch the plugin's server off and add it to ${clientName}'s own configuration`,
      );
    case "extension":
      return left(
        "its file belongs to an installed extension",
        `switch the extension off and add the server to ${clientName}'s own configuration`,
      );
    case "user":
    case "project":
    case "local":
    case "agent":
      return null;
  }
}

/** Why what an entry starts cannot be started by its pin; null where it can. */
export function launchObstacle({ server, injected }: HardenFacts): Left | null {
  const { entry, launch, subject } = server;
  const { name } = entry;
  if (launch.kind === "remote")
    return left(
      "it runs elsewhere, where nothing can be pinned",
      `pinfold accept ${name} --reason TEXT --until DAY`,
    );
  if (launch.kind === "opaque")
    return left(
      launch.reason ?? "its command line is not understood",
      "write it as one plain command of npx or uvx",
    );
  if (launch.kind === "image")
    return left(
      "it is a container image",
      "write the image by its digest: NAME@sha256:… (docker image inspect shows it)",
    );
  if (server.program !== null)
    return left("it is a program of this disk, started as it is", `pinfold lock ${name} pins it`);
  if (launch.wrappers.some((wrapper) => wrapper !== CMD))
    return left(
      `it is started through ${launch.wrappers.join(", ")}, which a private copy would leave out`,
      "start the server without it, and give it what it needs as variables of the entry",
    );
  if (injected.length > 0)
    return left(
      `its variables would act on pinfold itself: ${injected.join(", ")}`,
      "take them out of the entry",
    );
  if (entry.envFile !== null)
    return left(
      `its client adds variables from ${entry.envFile}, and any of them could load code`,
      "write the variables that it needs into the entry",
    );
  if (entry.executes.length > 0)
    return left("its client runs commands to make its values", "write the values out");
  if (subject === null || !REPLACED.includes(launch.launcher ?? ""))
    return left(
      subject === null
        ? obstacleOf(server)
        : `${launch.launcher ?? "it"} starts what is installed already`,
      "start it by npx or uvx, then pinfold lock",
    );
  return null;
}

/** Why the pin does not say what to start; null where it does. */
export function pinObstacle({ server, pinned, pinProblem }: HardenFacts): Left | null {
  const { name } = server.entry;
  if (pinProblem !== null) return left(pinProblem, `pinfold verify ${name}`);
  if (pinned === null) return left("it is not pinned", `pinfold lock ${name}`);
  return null;
}

/** Why the command line cannot be taken apart into the launcher's part and the server's; else null. */
export function argumentsObstacle({ server }: HardenFacts): Left | null {
  const { launch, entry } = server;
  const { args } = launch;
  const unjudged = launch.unjudged.filter((what) => what !== `the wrapper ${CMD}`);
  if (unjudged.length > 0)
    return left(
      `the launcher is given what a private copy leaves out: ${unjudged.join(", ")}`,
      "take it out of the entry if the server starts without it",
    );
  if (launch.cwd !== entry.cwd)
    return left("the launcher changes the working directory", "write it as the entry's cwd");
  const own = args === null ? null : entry.args.slice(entry.args.length - args.length);
  if (args === null || JSON.stringify(own) !== JSON.stringify(args))
    return left(
      "where the server's own arguments begin is not certain",
      "write the launcher, its package and the arguments as one plain list",
    );
  return null;
}

export function left(reason: string, remedy: string): Left {
  return { kind: "left", reason, remedy };
}
