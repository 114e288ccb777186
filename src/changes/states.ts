import { PinfoldError } from "../errors.ts";
import { MAX_LOCKFILE_BYTES } from "../lockfile/parse.ts";
import { LOCKED_ECOSYSTEMS } from "../model/subject.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { FolderState, Revisions } from "../ports/revisions.ts";
import { isCompared } from "./compare.ts";

/** The state of a directory of lockfiles as it is on the disk. */
export function stateOnDisk(disk: Disk, directory: string): FolderState {
  const files = new Map<string, string>();
  const read = (path: string): void => {
    const bytes = disk.read(`${directory}/${path}`, MAX_LOCKFILE_BYTES);
    if (bytes !== null) files.set(path, Buffer.from(bytes).toString("utf8"));
  };
  try {
    read("policy.json");
    for (const ecosystem of LOCKED_ECOSYSTEMS)
      for (const { name } of disk.list(`${directory}/${ecosystem}`) ?? []) {
        const path = `${ecosystem}/${name}`;
        if (isCompared(path)) read(path);
      }
  } catch (thrown) {
    if (!(thrown instanceof DiskError)) throw thrown;
    throw new PinfoldError(
      "usage",
      `the lockfiles of ${directory} cannot be compared: ${thrown.message}`,
      "name a folder that you can read",
    );
  }
  return { label: directory, files };
}

export interface BaseRequest {
  /** The directory that is checked. */
  readonly directory: string;
  /** As it was given: a folder, or a revision of the directory's history. */
  readonly base: string;
  /** The same as an absolute path. */
  readonly path: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The state to compare with: of a folder that is there, else of a revision. */
export async function baseState(
  disk: Disk,
  revisions: () => Promise<Revisions>,
  { directory, base, path, env }: BaseRequest,
): Promise<FolderState> {
  const real = realPathOf(disk, path);
  if (real !== null && disk.stat(real)?.kind === "folder") return stateOnDisk(disk, path);
  const history = await revisions();
  return history.filesAt({ folder: directory, revision: base, wants: isCompared, env });
}

function realPathOf(disk: Disk, path: string): string | null {
  try {
    return disk.realPath(path);
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
