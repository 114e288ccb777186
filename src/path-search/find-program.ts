import { type Disk, DiskError, type EntryStat } from "../ports/disk.ts";

const hasExecuteBit = ({ mode }: Pick<EntryStat, "mode">): boolean => (mode & 0o111) !== 0;

/**
 * The first program of a name on a PATH, as execvp finds it: regular files with an execute bit,
 * links followed. Empty and relative entries are skipped, since which folder they mean depends on
 * the client. A name with a slash is a path already.
 */
export function findProgram(
  disk: Disk,
  name: string,
  path: string,
  canExecute: (stat: EntryStat) => boolean = hasExecuteBit,
): string | null {
  const isProgram = (file: string): boolean => isExecutable(disk, file, canExecute);
  if (name.includes("/")) return isProgram(name) ? name : null;
  for (const folder of path.split(":")) {
    if (!folder.startsWith("/")) continue;
    const candidate = `${folder.replace(/\/+$/, "")}/${name}`;
    if (isProgram(candidate)) return candidate;
  }
  return null;
}

function isExecutable(disk: Disk, path: string, canExecute: (stat: EntryStat) => boolean): boolean {
  try {
    const real = disk.realPath(path);
    const stat = real === null ? null : disk.stat(real);
    return stat?.kind === "file" && canExecute(stat);
  } catch (thrown) {
    if (thrown instanceof DiskError) return false;
    throw thrown;
  }
}
