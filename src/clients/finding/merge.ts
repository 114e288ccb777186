import type { ServerEntry } from "../../model/server.ts";
import type { WrittenEntry } from "../reading/entry.ts";

/** A server that was read, before it has an id. */
export interface ReadServer {
  readonly entry: Omit<ServerEntry, "id">;
  readonly written: WrittenEntry;
  readonly label: string | null;
  readonly isLegacy: boolean;
}

/**
 * One entry per client, scope, folder and name. Of one file the last counts, as parsers take it. Of
 * several files the first counts where they say the same, and where the later one is an older place
 * of the same setting; what differs stays, because nothing says which of them the client starts.
 */
export function mergeServers(servers: readonly ReadServer[]): readonly ReadServer[] {
  const groups = new Map<string, ReadServer[]>();
  for (const server of lastOfEachFile(servers)) {
    const key = keyOf(server, false);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [server]);
    else if (!isCovered(server, group)) group.push(server);
  }
  return [...groups.values()].flat();
}

function lastOfEachFile(servers: readonly ReadServer[]): readonly ReadServer[] {
  return [...new Map(servers.map((server) => [keyOf(server, true), server])).values()];
}

function keyOf({ entry }: ReadServer, withFile: boolean): string {
  const { client, scope, folder, name, source } = entry;
  return JSON.stringify([client, scope, folder, name, withFile ? source.file : null]);
}

function isCovered(server: ReadServer, group: readonly ReadServer[]): boolean {
  if (server.isLegacy && group.some((other) => !other.isLegacy)) return true;
  return group.some((other) => meaningOf(other) === meaningOf(server));
}

/** Everything but where it stands. */
function meaningOf({ entry }: ReadServer): string {
  return JSON.stringify({ ...entry, source: null });
}
