import { DiskError } from "../ports/disk.ts";
import type { Scope, World } from "./world.ts";

/**
 * Looks for a `lockfiles/` folder from the working directory and the projects upwards that has a
 * lockfile at a path. It is only named, never used: a hostile clone can hold one.
 */
export function nearbyLockfiles(
  { disk, machine }: World,
  { lockfiles, projects }: Scope,
): (path: string) => string | null {
  if (lockfiles !== null) return () => null;
  const folders = [machine.cwd, ...projects].flatMap((start) => {
    const parts = start.split("/");
    return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
  });
  const candidates = [...new Set(folders)].map((folder) => `${folder}/lockfiles`);
  return (path) =>
    candidates.find((candidate) => {
      try {
        return disk.stat(`${candidate}/${path}`) !== null;
      } catch (thrown) {
        if (thrown instanceof DiskError) return false;
        throw thrown;
      }
    }) ?? null;
}
