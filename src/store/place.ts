import type { Disk } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { Folders } from "../state/folders.ts";
import type { Kept, KeptEcosystem } from "./define.ts";

/** Digits of the tree's digest in a folder's name. Windows has 260 characters for a whole path. */
const DIGITS = 32;

/** The platform as lockfiles name it: `linux-x64`. */
export function platformOf({ platform, arch }: Machine): string {
  return `${platform}-${arch}`;
}

/**
 * The folder that holds the copies of one ecosystem. Without links on the way to it, since Node
 * searches upwards from where a file really is.
 */
export function shelf(disk: Disk, { data }: Folders, ecosystem: KeptEcosystem): string {
  return `${disk.realPath(data) ?? data}/store/${ecosystem}`;
}

/** The copy that a lockfile stands for on this platform. */
export function keptOf<Kind extends KeptEcosystem>(
  disk: Disk,
  folders: Folders,
  platform: string,
  { subject, lockfile, name }: Omit<Kept<Kind>, "folder">,
): Kept<Kind> {
  const digits = lockfile.tree.slice("sha256:".length, "sha256:".length + DIGITS);
  const folder = `${shelf(disk, folders, subject.ecosystem)}/${digits}-${platform}`;
  return { subject, lockfile, name, folder };
}
