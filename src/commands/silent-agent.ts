import { AgentFiles } from "../daemon/memory.ts";
import { knownCopies } from "../private-copy/known.ts";
import { PinfoldError } from "../errors.ts";
import { DiskError } from "../ports/disk.ts";
import type { Folders } from "../state/folders.ts";
import { State } from "../state/state.ts";
import type { World } from "../verify/world.ts";

/**
 * Since when nobody watches, where the agent is installed and does not answer; null where it is not
 * installed.
 */
export function silentSince(world: World, folders: Folders): string | null {
  const { disk, files } = world;
  try {
    const copies = knownCopies(new State(disk, files, folders));
    const installed = copies.find(({ users }) => users.includes("agent"));
    if (installed === undefined) return null;
    const own = new AgentFiles(world, folders);
    const alive = disk.digest(own.alive, 0)?.modified ?? null;
    return (
      own.memory()?.stoppedAt ??
      (alive === null ? installed.madeAt : new Date(alive * 1000).toISOString())
    );
  } catch (thrown) {
    // A record that was tampered with is a finding of its own.
    if (thrown instanceof PinfoldError || thrown instanceof DiskError) return null;
    throw thrown;
  }
}
