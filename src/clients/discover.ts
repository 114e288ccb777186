import { decodeText } from "../formats/decode.ts";
import { parseJson } from "../formats/json.ts";
import type { Problem } from "../formats/node.ts";
import type { ServerEntry } from "../model/server.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import { type ClientDefinition, type ConfigLocation, serverMembers } from "./define.ts";
import { expandPath } from "./expand-path.ts";
import { readEntry } from "./read-entry.ts";

/** Larger than any client's file; a 10 MB one is still read. */
const MAX_CONFIG_BYTES = 16 * 1024 * 1024;

/** A file that its client cannot use, or that we cannot read. */
export interface FileProblem {
  readonly file: string;
  readonly client: string;
  readonly clientName: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export interface Discovery {
  readonly servers: readonly ServerEntry[];
  readonly problems: readonly FileProblem[];
  /** Files that were found and read. */
  readonly files: readonly string[];
}

export interface DiscoverOptions {
  readonly clients: readonly ClientDefinition[];
  /** `--client`: only this one. */
  readonly only: string | null;
  /** `--config CLIENT=FILE`: this file in place of what would be found. */
  readonly overrides: ReadonlyMap<string, string>;
}

/** Finds and parses the configuration of every client. Never throws for what a file holds. */
export function discover(disk: Disk, machine: Machine, options: DiscoverOptions): Discovery {
  const servers: ServerEntry[] = [];
  const problems: FileProblem[] = [];
  const files: string[] = [];
  for (const client of options.clients) {
    if (options.only !== null && options.only !== client.id) continue;
    for (const { location, file } of locationsOf(disk, machine, client, options.overrides)) {
      const read = readFile(disk, client, location, file);
      if (read === null) continue;
      files.push(file);
      servers.push(...read.servers);
      problems.push(...read.problems);
    }
  }
  return { servers, problems, files };
}

function locationsOf(
  disk: Disk,
  machine: Machine,
  client: ClientDefinition,
  overrides: ReadonlyMap<string, string>,
): { location: ConfigLocation; file: string }[] {
  const here = client.locations.filter((location) => location.platform === machine.platform);
  const override = overrides.get(client.id);
  const [first] = here.length > 0 ? here : client.locations;
  if (override !== undefined) return first ? [{ location: first, file: override }] : [];
  return here.flatMap((location) =>
    expandPath(disk, machine, location.path).map((file) => ({ location, file })),
  );
}

type FileReading = Pick<Discovery, "servers" | "problems">;

function readFile(
  disk: Disk,
  client: ClientDefinition,
  location: ConfigLocation,
  file: string,
): FileReading | null {
  const problem = (message: string, at: Problem | null): FileProblem => ({
    file,
    client: client.id,
    clientName: client.name,
    line: at?.line ?? null,
    column: at?.column ?? null,
    message,
  });
  let bytes: Uint8Array | null;
  try {
    bytes = disk.read(file, MAX_CONFIG_BYTES);
  } catch (thrown) {
    if (!(thrown instanceof DiskError)) throw thrown;
    return { servers: [], problems: [problem(thrown.message, null)] };
  }
  if (bytes === null) return null;

  const decoded = decodeText(bytes);
  const jsonc = location.format === "jsonc";
  const parsed = parseJson(decoded.text, { comments: jsonc, trailingCommas: jsonc });
  const broken = [...decoded.problems, ...parsed.problems];
  const [worst] = broken;
  const fileProblem =
    worst === undefined
      ? null
      : `${client.name} cannot read ${file}:${worst.line}:${worst.column}: ${worst.message}`;
  const servers = serverMembers(parsed, location).map((member): ServerEntry => {
    const entry = readEntry(member.value);
    return {
      id: `${client.id}/${member.key}`,
      client: client.id,
      clientName: client.name,
      scope: location.scope,
      name: member.key,
      source: { file, line: member.line, column: member.column },
      ...entry,
      problem: fileProblem ?? entry.problem,
    };
  });
  return { servers: lastOfEachName(servers), problems: broken.map((at) => problem(at.message, at)) };
}

/** Of two servers of one name a client takes the last; the file's problem names the other. */
function lastOfEachName(servers: readonly ServerEntry[]): ServerEntry[] {
  return [...new Map(servers.map((server) => [server.name, server])).values()];
}
