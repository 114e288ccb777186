import type { ServerEntry } from "../model/server.ts";
import type { Disk } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import { claudeDesktopPath } from "./claude-desktop-path.ts";

export interface ClientPath {
  readonly path: string;
  /** How it is known: `entry`, `given`, `client ID` (its rule), `captured ID`, `assumed`. */
  readonly origin: string;
  /** What was assumed or overridden to know it; null where the entry or the client itself says it. */
  readonly assumption: string | null;
}

export interface PathSources {
  readonly disk: Disk;
  readonly machine: Machine;
  /** `--client-path`. */
  readonly given: string | null;
  /** What was recorded for a client when a launcher was accepted; null where nothing was. */
  readonly captured: (client: string) => string | null;
}

/** Clients of which it is known which PATH they make. */
const GUI_OF_MACOS: readonly string[] = ["claude-desktop", "claude-desktop-ext", "cowork"];

/**
 * The PATH that a client searches for an entry's command: the entry's own, then `--client-path`,
 * then the client's known rule, then what was captured, else as an assumption the one that pinfold
 * was started with, or that it was locked with where the present one is the poorer one.
 */
export function clientPath(entry: ServerEntry, sources: PathSources): ClientPath {
  const { disk, machine, given } = sources;
  const own = entry.env["PATH"];
  if (own !== undefined) return { path: own, origin: "entry", assumption: null };
  if (given !== null)
    return {
      path: given,
      origin: "given",
      assumption: "the PATH of clients is the one given with --client-path",
    };
  if (machine.platform === "darwin" && GUI_OF_MACOS.includes(entry.client))
    return {
      path: claudeDesktopPath(disk, machine.home),
      origin: `client ${entry.client}`,
      assumption: null,
    };
  const captured = sources.captured(entry.client);
  if (captured !== null)
    return {
      path: captured,
      origin: `captured ${entry.client}`,
      assumption: `the PATH of ${entry.clientName} is the one captured when its launcher was accepted`,
    };
  if (machine.lockedPath !== undefined)
    return {
      path: machine.lockedPath,
      origin: "assumed",
      assumption: `the PATH of ${entry.clientName} is taken to be the one that its launcher was locked with: the present one lacks folders of it`,
    };
  return {
    path: machine.env["PATH"] ?? "",
    origin: "assumed",
    assumption: `the PATH of ${entry.clientName} is taken to be the one that pinfold was started with`,
  };
}
