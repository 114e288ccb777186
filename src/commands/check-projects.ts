import type { Disk } from "../ports/disk.ts";
import { DiskError } from "../ports/disk.ts";
import { usageError } from "./options.ts";

/** A project that is misspelt would have no servers, and all of them would be well. */
export function checkProjects(disk: Disk, projects: readonly string[]): void {
  for (const folder of projects)
    if (!isFolder(disk, folder))
      throw usageError(`--project ${folder} is no folder`, "name the folder that a project is in");
}

function isFolder(disk: Disk, path: string): boolean {
  try {
    const real = disk.realPath(path);
    return real !== null && disk.stat(real)?.kind === "folder";
  } catch (thrown) {
    if (thrown instanceof DiskError) return false;
    throw thrown;
  }
}
