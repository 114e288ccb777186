import { type Disk, DiskError } from "../ports/disk.ts";

/** What launchd gives to programs that are not started from a shell. */
const LAUNCHD_PATH = "/usr/bin:/bin:/usr/sbin:/sbin";

/**
 * The PATH of Claude Desktop on macOS: the folder of every Node that nvm installed, oldest version
 * first, then the folders of launchd. A shell's profile has no say.
 */
export function claudeDesktopPath(disk: Disk, home: string): string {
  const versions = `${home}/.nvm/versions/node`;
  const folders = names(disk, versions)
    .filter((name) => /^v\d+\.\d+\.\d+$/.test(name))
    .toSorted((a, b) => byVersion(partsOf(a), partsOf(b)))
    .map((name) => `${versions}/${name}/bin`);
  return [...folders, LAUNCHD_PATH].join(":");
}

function names(disk: Disk, folder: string): readonly string[] {
  try {
    return disk.list(folder)?.map(({ name }) => name) ?? [];
  } catch (thrown) {
    if (thrown instanceof DiskError) return [];
    throw thrown;
  }
}

function partsOf(version: string): readonly number[] {
  return version.slice(1).split(".").map(Number);
}

function byVersion(a: readonly number[], b: readonly number[]): number {
  for (const [index, part] of a.entries()) {
    const difference = part - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
