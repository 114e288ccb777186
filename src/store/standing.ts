import { dirname } from "node:path/posix";

import { People } from "../path-search/people.ts";
import { type Disk, DiskError, type EntryStat } from "../ports/disk.ts";

const STICKY = 0o1000;
/** `store`, the ecosystem's shelf and the copy are ours to make: none of them is a link. */
const OURS = 3;

/**
 * Why a copy cannot be relied on whatever is in it; null where it can: a link leads to it, or somebody
 * else than the user can put another one in its place.
 */
export function whyUnsafe(disk: Disk, folder: string, home: string): string | null {
  const people = new People(disk, home);
  let at = folder;
  for (let depth = 0; ; depth += 1) {
    const why = whyUnsafeAt(disk, people, { at, isOurs: depth < OURS });
    if (why !== null) return why;
    const above = dirname(at);
    if (above === at) return null;
    at = above;
  }
}

function whyUnsafeAt(
  disk: Disk,
  people: People,
  { at, isOurs }: { readonly at: string; readonly isOurs: boolean },
): string | null {
  let stat: EntryStat | null;
  try {
    stat = disk.stat(at);
    if (isOurs && stat?.kind === "link") return `${at} is a link to ${disk.readLink(at)}`;
  } catch (thrown) {
    if (thrown instanceof DiskError) return thrown.message;
    throw thrown;
  }
  if (stat === null || stat.kind !== "folder") return `${at} is no folder`;
  if (people.isForeign(stat.uid)) return `${at} belongs to ${people.ownerOf(stat.uid)}`;
  if ((stat.mode & STICKY) !== 0) return null;
  if ((stat.mode & 0o002) !== 0) return `everybody can write to ${at}`;
  return (stat.mode & 0o020) !== 0 && people.isForeignGroup(stat.gid)
    ? `the group ${stat.gid} can write to ${at}`
    : null;
}
