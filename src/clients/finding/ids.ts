import type { ReadServer } from "./merge.ts";

/**
 * Gives each server its id: `client/name`, or `client@folder/name` with the folder's own name for a
 * project's. Where that is taken, more of what tells the two apart is said. Order decides who has
 * the short one, so that the ids of a machine stay the same from run to run; a person's own servers
 * for a project come after those of the project.
 */
export function idsOf(servers: readonly ReadServer[]): ReadonlyMap<ReadServer, string> {
  const taken = new Set<string>();
  const ids = new Map<ReadServer, string>();
  for (const server of servers.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    const { client, name, source } = server.entry;
    const places = [...placesOf(server), source.file, `${source.file}#${ids.size}`];
    const candidates = places.map((place) => `${client}${place === "" ? "" : "@"}${place}/${name}`);
    const id = candidates.find((candidate) => !taken.has(candidate)) ?? `${client}/${name}`;
    taken.add(id);
    ids.set(server, id);
  }
  return ids;
}

function rankOf({ entry }: ReadServer): number {
  return entry.scope === "local" ? 1 : 0;
}

function placesOf({ entry: { scope, folder }, label }: ReadServer): string[] {
  if (folder === null || (scope !== "project" && scope !== "local"))
    return ["", ...(label === null ? [] : [label]), scope];
  const parts = folder.split(/[\\/]/).filter((part) => part !== "");
  const own = parts.at(-1) ?? folder;
  if (scope === "local") return [own, `${own}:local`, folder];
  return [own, ...(label === null ? [] : [`${own}:${label}`]), parts.slice(-2).join("/"), folder];
}
