import type { KnownServer } from "../verify/servers.ts";
import type { Decision, HardenFacts, Start } from "./define.ts";
import {
  argumentsObstacle,
  CMD,
  fileObstacle,
  launchObstacle,
  left,
  pinObstacle,
} from "./obstacles.ts";

/** Characters that some client replaces in an entry: `${HOME}`, `%USERPROFILE%`, `{env:X}`, `$(…)`. */
const REPLACED = /[$%`{}]/;

/**
 * The command line by which `pinfold run` takes the place of an entry's launcher. What the server
 * itself is given stays, behind `--`.
 */
export function decideRun(facts: HardenFacts, start: Start): Decision {
  const { server, pinned } = facts;
  const { entry, launch, subject } = server;
  const file = fileObstacle(server);
  if (file !== null) return file;
  if (launch.launcher === "pinfold") return decideAgain(facts, start);
  const obstacle = launchObstacle(facts) ?? pinObstacle(facts) ?? argumentsObstacle(facts);
  if (obstacle !== null) return obstacle;
  const own = launch.args?.length ?? 0;
  const words = [
    "run",
    ...(launch.bin === null ? [] : ["--bin", launch.bin]),
    subject ?? "",
    ...(own === 0 ? [] : ["--"]),
  ];
  const next = commandOf(start, server, words);
  const odd = [next.command, ...next.words].find((word) => REPLACED.test(word));
  if (odd !== undefined)
    return left(
      `${entry.clientName} could read ${odd} as a variable`,
      "keep pinfold's data in a folder with a plain name: XDG_DATA_HOME",
    );
  const args = { from: 0, count: entry.args.length - own, values: next.words };
  return {
    kind: "rewrite",
    next: { command: next.command, args },
    starts: `${launch.package ?? ""} ${pinned ?? ""} from its private copy`,
  };
}

/** An entry that starts pinfold already: it is brought to the copy of today. */
function decideAgain({ server }: HardenFacts, start: Start): Decision {
  const { entry, launch } = server;
  if (start.by === "name" || launch.file === null) return { kind: "done" };
  const { node, cli } = start.copy;
  if (entry.command === node && entry.args[0] === cli) return { kind: "done" };
  return {
    kind: "rewrite",
    next: { command: node, args: { from: 0, count: 1, values: [cli] } },
    starts: `${launch.package ?? ""} by this pinfold`,
  };
}

function commandOf(start: Start, { entry, launch }: KnownServer, words: readonly string[]) {
  if (start.by === "copy") return { command: start.copy.node, words: [start.copy.cli, ...words] };
  // Without it Windows does not find the `pinfold.cmd` that npm makes.
  return launch.wrappers.includes(CMD)
    ? { command: entry.command ?? "", words: ["/c", "pinfold", ...words] }
    : { command: "pinfold", words };
}
