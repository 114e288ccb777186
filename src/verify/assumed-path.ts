import { dirname } from "node:path/posix";

import { PinfoldError } from "../errors.ts";
import type { PinnedChain } from "../model/launcher-chain.ts";
import { DiskView } from "../path-search/disk-view.ts";
import { isRootsAlone } from "../path-search/package-database.ts";
import { pathEntries } from "../path-search/path-entries.ts";
import { steadyPath } from "../path-search/steady-path.ts";
import type { Disk } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { State } from "../state/state.ts";
import { startedBy } from "./find-chains.ts";
import type { KnownServer } from "./servers.ts";

/**
 * The machine with the PATH that is assumed for clients of which nothing is known. A timer, a service
 * manager or another shell starts pinfold with fewer folders than the terminal that `lock` ran in: a
 * version manager's are missing. What is found with them is not what any client finds. So where the
 * present PATH lacks the folder of a pinned launcher, and adds none but such as root alone can write
 * to, the PATH that the launcher was locked with is assumed. A folder that somebody else could have
 * added is never passed over.
 */
export function withAssumedPath(
  {
    machine,
    disk,
    state,
  }: { readonly machine: Machine; readonly disk: Disk; readonly state: State },
  servers: readonly KnownServer[],
): Machine {
  const present = foldersOf(machine.env["PATH"] ?? "", machine);
  const folders = present.map(steadyPath);
  const commands = new Set(servers.flatMap(startedBy).map(({ command }) => command));
  const pins = [...commands]
    .filter((name) => !name.includes("/"))
    .flatMap((name) => pinsOf(state, name));
  const wanted = new Set(
    pins
      .filter(({ origin, programs: [launcher] }) => {
        const folder = launcher === undefined ? null : dirname(launcher.path);
        return origin === "assumed" && folder !== null && !folders.includes(steadyPath(folder));
      })
      .map(({ path }) => path),
  );
  const [locked] = wanted;
  if (locked === undefined || wanted.size > 1) return machine;
  const known = foldersOf(locked, machine);
  const view = new DiskView(disk, machine.home);
  const isPoorer = present.every((folder) => known.includes(folder) || isRoots(view, folder));
  return isPoorer ? { ...machine, lockedPath: locked } : machine;
}

/** A record that cannot be used is told where the chain is judged. */
function pinsOf(state: State, command: string): readonly PinnedChain[] {
  try {
    return state.launchers.read(command)?.chains ?? [];
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return [];
    throw thrown;
  }
}

function foldersOf(path: string, { home }: Machine): readonly string[] {
  return pathEntries(path, home).map(({ folder }) => folder);
}

/** Also of a folder that is not there: nobody else can make it. */
function isRoots(view: DiskView, folder: string): boolean {
  const { stat, folders } = view.walk(folder);
  return isRootsAlone(view, stat === null ? (folders.at(-1) ?? "/") : folder);
}
