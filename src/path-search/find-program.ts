import { type Disk, DiskError } from "../ports/disk.ts";

const EXECUTABLE = 0o111;

/**
 * The first program of a name on a PATH, as execvp finds it: regular files with an execute bit,
 * links followed. Empty and relative entries are skipped, since which folder they mean depends on
 * the client. A name with a slash is a path already.
 */
export function findProgram(disk: Disk, name: string, path: string): string | null {
  if (name.includes("/")) return isProgram(disk, name) ? name : null;
  for (const folder of path.split(":")) {
    if (!folder.startsWith("/")) continue;
    const candidate = `${folder.replace(/\/+$/, "")}/${name}`;
    if (isProgram(disk, candidate)) return candidate;
  }
  return null;
}

function isProgram(disk: Disk, path: string): boolean {
  try {
    const real = disk.realPath(path);
    const stat = real === null ? null : disk.stat(real);
    return stat?.kind === "file" && (stat.mode & EXECUTABLE) !== 0;
  } catch (thrown) {
    if (thrown instanceof DiskError) return false;
    throw thrown;
  }
}
