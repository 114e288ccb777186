import type { ClientDefinition, LogKind } from "../../clients/define.ts";
import { Finder } from "../../clients/finding/finder.ts";
import { placesHere } from "../../clients/finding/locations.ts";
import { DiskError } from "../../ports/disk.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { LogFacts } from "../facts.ts";
import { claudeCodeEvents } from "../logs/claude-code.ts";
import { claudeDesktopEvents } from "../logs/claude-desktop.ts";
import type { LogEvent } from "../logs/events.ts";
import { summarizeLog } from "../logs/summary.ts";
import { vscodeEvents } from "../logs/vscode.ts";
import { redact } from "../redact.ts";
import type { DoctorWorld } from "../world.ts";
import type { EntryPlaces } from "./entry-places.ts";

/** The end of a log tells the last days; logs grow to many megabytes. */
const TAIL_BYTES = 512 * 1024;
const LONGEST_LINE = 20_000;

const PARSERS: Readonly<Record<LogKind, (lines: readonly string[]) => readonly LogEvent[]>> = {
  "claude-desktop": claudeDesktopEvents,
  "claude-code": claudeCodeEvents,
  vscode: vscodeEvents,
};

/** What the client's newest log of a server says; null where there is none. */
export function logFacts(
  world: DoctorWorld,
  { entry }: KnownServer,
  places: EntryPlaces,
): LogFacts | null {
  const client = world.clients.find(({ id }) => id === entry.client);
  const found = client === undefined ? null : newestLog(world, client, entry.name);
  if (found === null) return null;
  const lines = tailOf(world, found.file);
  if (lines === null) return null;
  const { lastFailure, failedInARow, failingCalls } = summarizeLog(PARSERS[found.kind](lines));
  const secrets = [...Object.values(entry.env), ...places.headers.map(({ value }) => value)];
  const mask = (text: string): string => redact(text, secrets);
  return {
    clientName: entry.clientName,
    file: found.file,
    lastFailure:
      lastFailure === null ? null : { at: lastFailure.at, reason: mask(lastFailure.reason) },
    failedInARow,
    failingCalls: failingCalls.map(({ tool, times, error }) => ({
      tool,
      times,
      error: mask(error),
    })),
  };
}

/** Names of files and folders with times in them: the last in order is the newest. */
function newestLog(
  { disk, machine }: DoctorWorld,
  client: ClientDefinition,
  name: string,
): { readonly file: string; readonly kind: LogKind } | null {
  const finder = new Finder(disk, machine, [], () => undefined);
  const wanted = plain(name);
  const found = placesHere(client.logs ?? [], machine).flatMap(({ path, kind }) =>
    finder
      .find(path)
      .filter(({ label }) => (label ?? "").split("/").some((part) => isNamed(part, wanted)))
      .map(({ file }) => ({ file, kind })),
  );
  return found.toSorted((a, b) => (orderOf(a.file) < orderOf(b.file) ? -1 : 1)).at(-1) ?? null;
}

/** By its own name first, which has the time with one client; with another the folder has it. */
function orderOf(file: string): string {
  return `${file.split(/[\\/]/).at(-1) ?? ""} ${file}`;
}

/** VS Code has the scope in front of the name, and a dot between. */
function isNamed(part: string, wanted: string): boolean {
  return plain(part) === wanted || plain(part.replace(/^[^.]*\./, "")) === wanted;
}

/** Clients replace what a name of a file may not have, each in its way. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

function tailOf({ disk }: DoctorWorld, file: string): readonly string[] | null {
  try {
    const real = disk.realPath(file);
    const size = real === null ? 0 : (disk.stat(real)?.size ?? 0);
    const from = Math.max(0, size - TAIL_BYTES);
    const bytes = real === null ? null : disk.readAt(real, from, TAIL_BYTES);
    if (bytes === null) return null;
    const lines = Buffer.from(bytes).toString("utf8").split(/\r?\n/);
    // The first one is cut where the reading begins.
    return lines.slice(from === 0 ? 0 : 1).map((line) => line.slice(0, LONGEST_LINE));
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
