import type { DiskView } from "./disk-view.ts";

/**
 * What a system's package manager knows of the files that it brought. It is believed only where root
 * alone can have written the database and the file: then whoever changed both is root, and an upgrade
 * is what root does every week.
 */
export interface PackageDatabase {
  /** The file is, now, what its package brought. */
  attests(real: string): boolean;
  /** Whether a package brought such a file at all. */
  has(real: string): boolean;
}

/** Root owns the file and every folder above it, and nobody else may write. */
export function isRootsAlone(view: DiskView, path: string): boolean {
  const { folders, stat, problem } = view.walk(path);
  if (stat === null || problem !== null) return false;
  const all = [...folders.map((folder) => view.stat(folder)), stat];
  return all.every(
    (one) => one !== null && view.people.isRoot(one.uid) && (one.mode & 0o022) === 0,
  );
}

/** A machine has one kind as a rule; whichever has the file speaks. */
export function eitherOf(databases: readonly PackageDatabase[]): PackageDatabase {
  return {
    attests: (real) => databases.some((one) => one.attests(real)),
    has: (real) => databases.some((one) => one.has(real)),
  };
}
