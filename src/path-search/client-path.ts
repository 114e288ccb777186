import type { ServerEntry } from "../model/server.ts";
import type { Machine } from "../ports/machine.ts";

export interface ClientPath {
  readonly path: string;
  /** What was assumed or overridden to know it; null where the entry itself says it. */
  readonly assumption: string | null;
}

/**
 * The PATH that a client searches for an entry's command: the entry's own, then `--client-path`,
 * else the one that pinfold was started with, as an assumption.
 */
export function clientPath(entry: ServerEntry, given: string | null, { env }: Machine): ClientPath {
  const own = entry.env["PATH"];
  if (own !== undefined) return { path: own, assumption: null };
  if (given !== null)
    return { path: given, assumption: "the PATH of clients is the one given with --client-path" };
  return {
    path: env["PATH"] ?? "",
    assumption: `the PATH of ${entry.clientName} is taken to be the one that pinfold was started with`,
  };
}
