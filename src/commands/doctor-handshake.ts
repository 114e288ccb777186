import { pinnedStart } from "../doctor/handshake/pinned-start.ts";
import type { PlannedHandshake, Speaker } from "../doctor/handshake/speak.ts";
import { maskUrls } from "../model/mask.ts";
import { withoutSecrets } from "../model/secrets.ts";
import { count, printable } from "../model/text.ts";
import { shortenPaths } from "../reporters/paths.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import type { CommandContext } from "./define.ts";
import { usageError } from "./options.ts";

/** A first start may fetch a package; clients wait 30 to 60 seconds. */
const USUAL_SECONDS = 30;

/** Shows what would be started, asks once, and speaks. */
export async function askingSpeaker(context: CommandContext): Promise<Speaker> {
  const { io, options, doctorPorts, world } = context;
  const limitMs = secondsOf(options.one("timeout")) * 1000;
  const { prober, self } = await doctorPorts();
  const { disk, machine } = world;
  const folders = foldersOf(machine);
  const pinnedWorld = {
    disk,
    machine,
    folders,
    self,
    state: new State(disk, world.files, folders),
  };
  return {
    prober: await prober(),
    limitMs,
    pinned: (server) => pinnedStart(pinnedWorld, server),
    choose: (planned) => choose(context, planned),
    onProgress: (server) => io.progress(`speaking with ${printable(server, 80)}`),
  };
}

async function choose(
  { io, options, world }: CommandContext,
  planned: readonly PlannedHandshake[],
): Promise<ReadonlySet<string>> {
  const all = new Set(planned.map(({ server }) => server));
  if (options.isYes) return all;
  const { home } = world.machine;
  io.err(`a handshake starts ${count(planned.length, "server")} as its client does:\n`);
  for (const { server, aim } of planned)
    io.err(`  ${printable(server, 80)}  ${printable(shortenPaths(lineOf(aim), home), 300)}\n`);
  const answer = await io.ask("start them? [y/N] ");
  return /^y(?:es)?$/i.test(answer.trim()) ? all : new Set();
}

function lineOf({ target }: PlannedHandshake["aim"]): string {
  if (target.kind === "remote") return maskUrls(target.url);
  return [target.command, ...withoutSecrets(target.args)].join(" ");
}

function secondsOf(text: string | null): number {
  if (text === null) return USUAL_SECONDS;
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (seconds < 1 || seconds > 600)
    throw usageError(`--timeout ${text} is no number of seconds`, "write 1 to 600");
  return seconds;
}
