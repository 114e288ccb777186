import { PinfoldError } from "../errors.ts";
import type { ServerEntry } from "../model/server.ts";

/**
 * The servers that SERVER arguments name: by name (all of that name), id, or subject such as
 * `npm:@scope/name`. All servers where none is named.
 */
export function selectServers<
  T extends { readonly entry: ServerEntry; readonly subject: string | null },
>(servers: readonly T[], wanted: readonly string[]): readonly T[] {
  if (wanted.length === 0) return servers;
  for (const one of wanted) {
    if (!servers.some((server) => isNamed(server, one))) throw notFound(one, servers);
  }
  return servers.filter((server) => wanted.some((one) => isNamed(server, one)));
}

function isNamed(
  { entry, subject }: { readonly entry: ServerEntry; readonly subject: string | null },
  wanted: string,
): boolean {
  return entry.name === wanted || entry.id === wanted || subject === wanted;
}

function notFound(
  wanted: string,
  servers: readonly { readonly entry: ServerEntry }[],
): PinfoldError {
  const names = [...new Set(servers.map(({ entry }) => entry.name))].slice(0, 10).join(", ");
  return new PinfoldError(
    "usage",
    `no server is named ${JSON.stringify(wanted)}`,
    names === ""
      ? "no server is configured; pinfold list shows where pinfold looks"
      : `configured are: ${names}`,
  );
}
