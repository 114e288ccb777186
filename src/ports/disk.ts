/** Reading this machine's disk. Synchronous: hashing thousands of small files is fastest so. */

export type EntryKind = "file" | "folder" | "link" | "other";

export interface EntryStat {
  readonly kind: EntryKind;
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

export interface Disk {
  /** What stands at a path, a last link not followed; null where nothing does. */
  stat(path: string): EntryStat | null;
  /**
   * What changes with every write, replacement and change of owner or mode of what stands at a path,
   * a last link not followed: device, inode, size and ctime. "" where nothing stands, `unreadable` where
   * it cannot be told. Only to decide whether to look again: a digest decides.
   */
  identity(path: string): string;
  /** The entries of a folder in no order; null where there is no folder. Links are followed. */
  list(path: string): readonly FolderEntry[] | null;
  readLink(path: string): string;
  /** The path without links; null where it leads nowhere. */
  realPath(path: string): string | null;
  /**
   * The bytes of a regular file of at most `limit` bytes, links followed; null where nothing is.
   * Never blocks on a FIFO or device.
   */
  read(path: string, limit: number): Uint8Array | null;
  /**
   * Up to `length` bytes of a regular file from `offset` on, fewer at its end; links followed; null
   * where nothing is.
   */
  readAt(path: string, offset: number, length: number): Uint8Array | null;
  /**
   * The sha256 of a regular file of at most 2 GiB, a last link not followed; null where nothing is. `keepUpTo` asks
   * for the bytes that were hashed, where they are no more than that; else `bytes` is null.
   */
  digest(path: string, keepUpTo: number): FileReading | null;
}

export interface FileReading {
  /** Bare lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  readonly bytes: Uint8Array | null;
  /** The first bytes of what was hashed, of a file of any size: a script's first line is in them. */
  readonly head?: Uint8Array;
  /** Whole seconds since 1970 of the last change of its bytes. */
  readonly modified?: number;
  /** Which file it is on this machine: the same for every hard link to it. */
  readonly identity?: string;
  /** Of the file that was hashed, whatever stands at its path by now. */
  readonly stat?: EntryStat;
}

/**
 * - `unreadable`: permission or input/output error
 * - `not-a-file`: a folder, FIFO, socket or device stands where a file is expected
 * - `too-large`: over the limit that the caller named
 * - `changing`: the file changed while it was read, three times
 * - `loop`: symbolic links that lead in a circle
 */
export type DiskProblem = "unreadable" | "not-a-file" | "too-large" | "changing" | "loop";

/** Every method of a Disk throws this and nothing else, but for `null` where nothing stands. */
export class DiskError extends Error {
  override readonly name = "DiskError";
  readonly problem: DiskProblem;
  readonly path: string;

  constructor(problem: DiskProblem, path: string, cause?: unknown) {
    super(`${path}: ${WORDING[problem]}`, cause === undefined ? undefined : { cause });
    this.problem = problem;
    this.path = path;
  }
}

const WORDING: Record<DiskProblem, string> = {
  unreadable: "cannot be read",
  "not-a-file": "is not a regular file",
  "too-large": "is larger than any real one",
  changing: "changed while it was read",
  loop: "is a loop of symbolic links",
};
