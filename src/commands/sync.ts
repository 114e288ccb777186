import { resolve } from "node:path";

import { parseSubjectLabel } from "../model/subject.ts";
import { printable, printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { headJson } from "../reporters/json.ts";
import { adoptedPlaces } from "../state/adoption.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { knownServers } from "../verify/servers.ts";
import { recordSources } from "../verify/sources.ts";
import type { CommandContext, Run } from "./define.ts";
import { usageError } from "./options.ts";
import { type DirectoryRow, syncDirectory } from "./sync-directories.ts";
import { type ServerRow, syncServer } from "./sync-servers.ts";
import { openSyncSession } from "./sync-session.ts";

/** Adopts directories of pins, then brings what is installed to the pins in force. */
export const run: Run = async (context) => {
  const { io, options } = context;
  const { directory, servers: wanted } = argumentsOf(context);
  const world = await context.lockWorld();
  const { disk, files, machine } = world;
  // A name that nobody has is told before anything is adopted.
  knownServers(world, { ...options.scope, servers: wanted });
  const folders = foldersOf(machine);
  const state = new State(disk, files, folders);
  const adoption = { disk, files, state, folders };
  const directories: DirectoryRow[] = [];
  const known = adoptedPlaces(state).map((place) => place.directory);
  for (const one of directory === null ? known : [directory]) {
    // A repository that is not checked out here: what was adopted of it stays in force.
    if (directory === null && disk.realPath(one) === null) continue;
    directories.push(await syncDirectory(context, adoption, one));
  }
  const isStopped = directories.some(
    ({ outcome }) => outcome === "declined" || outcome === "failed",
  );
  const rows = isStopped ? [] : await syncServers(context, wanted);
  const exitCode = exitCodeFor(directories, rows);
  if (options.format === "json") {
    const head = headJson({ version: world.version, now: machine.now.toISOString() });
    io.out(`${printableJson({ ...head, directories, servers: rows, exitCode })}\n`);
  } else io.out(endText(directories, rows, isStopped));
  return exitCode;
};

/** A word with a path separator is a directory, unless it is a subject or the id of a server. */
function argumentsOf({ options, world }: CommandContext): {
  readonly directory: string | null;
  readonly servers: readonly string[];
} {
  const isDirectory = (word: string): boolean => {
    if (parseSubjectLabel(word) !== null) return false;
    if (/^(?:\.{0,2}|~)(?:[\\/]|$)/.test(word)) return true;
    if (!/[\\/]/.test(word)) return false;
    const [client = ""] = word.split("/");
    return world.clients.every(({ id }) => id !== client && !client.startsWith(`${id}@`));
  };
  const [directory, ...more] = options.positionals.filter(isDirectory);
  if (more.length > 0)
    throw usageError("sync takes one directory", "adopt one after the other: pinfold sync DIR");
  return {
    directory: directory === undefined ? null : resolve(world.machine.cwd, directory),
    servers: options.positionals.filter((word) => !isDirectory(word)),
  };
}

async function syncServers(
  context: CommandContext,
  wanted: readonly string[],
): Promise<readonly ServerRow[]> {
  const { options } = context;
  const session = await openSyncSession(context);
  const scope = { ...options.scope, servers: wanted };
  const { discovery, servers } = knownServers(session.write.world, scope);
  const rows: ServerRow[] = [];
  const handled = [];
  for (const server of servers) {
    if (server.entry.disabled) continue;
    const row = await syncServer(session, server);
    if (row === null) continue;
    rows.push(row);
    if (row.outcome !== "failed" && row.outcome !== "unpinned") handled.push(server.entry);
  }
  recordSources(session.write.state, discovery.servers, handled);
  return rows;
}

function exitCodeFor(directories: readonly DirectoryRow[], rows: readonly ServerRow[]): number {
  const isDone =
    directories.every(({ outcome }) => outcome === "adopted" || outcome === "unchanged") &&
    rows.every(({ outcome }) => outcome !== "failed" && outcome !== "partly");
  return isDone ? EXIT.clean : EXIT.unsettled;
}

function endText(
  directories: readonly DirectoryRow[],
  rows: readonly ServerRow[],
  isStopped: boolean,
): string {
  if (isStopped) return "nothing was brought to the pins\n";
  const unpinned = rows.filter(({ outcome }) => outcome === "unpinned");
  const names = unpinned.map(({ server }) => printable(server, 120)).join(", ");
  const adopted = directories.filter(({ outcome }) => outcome === "adopted").length;
  const lines = [
    ...(unpinned.length === 0 ? [] : [`without a pin: ${names}`]),
    ...(rows.length === unpinned.length && adopted === 0 ? ["nothing had to be done"] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
