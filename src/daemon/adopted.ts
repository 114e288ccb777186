import { basename, dirname, join } from "node:path";

import { PinfoldError } from "../errors.ts";
import type { State } from "../state/state.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import { ADOPTED } from "../state/adoption.ts";

const MAX_BYTES = 64 * 1024 * 1024;
const FOLDERS: readonly string[] = ["", "npm", "pypi", "executable"];

/** Directories that a person adopted, with their snapshots. */
type Adopted = readonly { readonly directory: string; readonly snapshot: string }[];

export function adoptedDirectories(state: State): Adopted {
  try {
    return state.adopted.read(ADOPTED)?.directories ?? [];
  } catch (thrown) {
    // That the record cannot be believed is a finding of the report.
    if (thrown instanceof PinfoldError) return [];
    throw thrown;
  }
}

/**
 * The projects whose servers the agent judges: those whose pins were adopted. It looks into no other
 * folder of a person's, where a system may ask whether it may.
 */
export function adoptedProjects(adopted: Adopted): readonly string[] {
  return adopted.map(({ directory }) =>
    basename(directory) === "lockfiles" ? dirname(directory) : directory,
  );
}

/** Adopted directories that hold something else now than what was adopted: `sync` shows the difference. */
export function waitingDirectories(disk: Disk, adopted: Adopted): readonly string[] {
  return adopted
    .filter(({ directory, snapshot }) => isOther(disk, directory, snapshot))
    .map(({ directory }) => directory);
}

function isOther(disk: Disk, directory: string, snapshot: string): boolean {
  return FOLDERS.some((folder) => {
    const names = new Set([
      ...namesIn(disk, join(directory, folder)),
      ...namesIn(disk, join(snapshot, folder)),
    ]);
    return [...names].some(
      (name) =>
        textOf(disk, join(directory, folder, name)) !== textOf(disk, join(snapshot, folder, name)),
    );
  });
}

function namesIn(disk: Disk, folder: string): readonly string[] {
  try {
    const entries = disk.list(folder) ?? [];
    return entries.filter(({ name }) => name.endsWith(".json")).map(({ name }) => name);
  } catch (thrown) {
    if (thrown instanceof DiskError) return [];
    throw thrown;
  }
}

function textOf(disk: Disk, path: string): string | null {
  try {
    const bytes = disk.read(path, MAX_BYTES);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  } catch (thrown) {
    if (thrown instanceof DiskError) return thrown.problem;
    throw thrown;
  }
}
