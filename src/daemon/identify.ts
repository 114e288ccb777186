import type { SeenAs } from "../model/agent.ts";
import { type Disk, DiskError } from "../ports/disk.ts";

/**
 * What stands at a path, in few words and by one question to the system. A file that comes to lie in the
 * home folder changes nothing about the home folder, unless its names were read.
 */
export function identify(disk: Disk, path: string, as: SeenAs): string {
  if (as !== "rights") return disk.identity(path);
  try {
    const stat = disk.stat(path);
    return stat === null ? "" : `${stat.kind} ${stat.mode} ${stat.uid} ${stat.gid}`;
  } catch (thrown) {
    if (thrown instanceof DiskError) return "unreadable";
    throw thrown;
  }
}
