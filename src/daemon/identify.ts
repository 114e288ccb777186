import { type Disk, DiskError } from "../ports/disk.ts";

/**
 * What stands at a path, in few words. What is in a folder counts only where its names were read: a file
 * that comes to lie in the home folder changes nothing about the home folder.
 */
export function identify(disk: Disk, path: string, what: "entry" | "content"): string {
  if (what === "content") return disk.identity(path);
  try {
    const stat = disk.stat(path);
    if (stat === null) return "";
    const { kind, mode, uid, gid } = stat;
    return kind === "folder" ? `folder ${mode} ${uid} ${gid}` : disk.identity(path);
  } catch (thrown) {
    if (thrown instanceof DiskError) return "unreadable";
    throw thrown;
  }
}
