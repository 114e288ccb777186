import { createHash, hash } from "node:crypto";
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
} from "node:fs";

import { systemCodeOf } from "../errors.ts";
import {
  type Disk,
  DiskError,
  type EntryKind,
  type EntryStat,
  type FileReading,
  type FolderEntry,
} from "../ports/disk.ts";

const TRIES = 3;

// O_NONBLOCK: opening a FIFO must not wait for a writer. Windows has neither flag, and in a bitwise
// "or" what is undefined counts as 0.
const READ = constants.O_RDONLY | constants.O_NONBLOCK;
const READ_NO_LINK = READ | constants.O_NOFOLLOW;

/** Files up to this size are hashed in one call from the reused buffer. */
const BUFFER_BYTES = 1024 * 1024;

/** Above this size a file is hashed in parts. */
const LARGE = 8 * BUFFER_BYTES;

/** No program and no file of a package is larger; a sparse one of a terabyte costs nothing to make. */
const MAX_DIGEST = 2 * 1024 * 1024 * 1024;

/** As much as the kernel reads of a script's first line. */
const HEAD_BYTES = 256;

/** The real disk. One instance a thread: it owns the buffer that files are read into. */
export class NodeDisk implements Disk {
  #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  readonly #linked: Map<string, string> | null;

  /**
   * @param remembersLinked hash a file with several names once: environments of Python share most
   * of theirs. Only for a disk that lives as long as one reading: what is mapped into memory can be
   * changed without a trace in the file's times.
   */
  constructor({ remembersLinked = false }: { readonly remembersLinked?: boolean } = {}) {
    this.#linked = remembersLinked ? new Map() : null;
  }

  stat(path: string): EntryStat | null {
    return guard(path, () => {
      const stats = lstatSync(path);
      const { size, mode, uid, gid } = stats;
      return { kind: kindOf(stats), size, mode, uid, gid };
    });
  }

  identity(path: string): string {
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return "";
      return `${stats.dev} ${stats.ino} ${stats.size} ${stats.ctimeMs}`;
    } catch (thrown) {
      return systemCodeOf(thrown) === "ENOTDIR" ? "" : "unreadable";
    }
  }

  list(path: string): readonly FolderEntry[] | null {
    return guard(path, () =>
      readdirSync(path, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: kindOf(entry),
      })),
    );
  }

  readLink(path: string): string {
    return guard(path, () => readlinkSync(path)) ?? "";
  }

  realPath(path: string): string | null {
    return guard(path, () => realpathSync.native(path));
  }

  read(path: string, limit: number): Uint8Array | null {
    return this.#stable(path, READ, (file, size) => {
      if (size > limit) throw new DiskError("too-large", path);
      const bytes = Buffer.allocUnsafe(size + 1);
      const length = readUpTo(file, bytes, size);
      return length === size ? bytes.subarray(0, size) : null;
    });
  }

  readAt(path: string, offset: number, length: number): Uint8Array | null {
    return this.#stable(path, READ, (file, size) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      let done = 0;
      while (done < bytes.length) {
        const read = readSync(file, bytes, done, bytes.length - done, offset + done);
        if (read === 0) return null;
        done += read;
      }
      return bytes;
    });
  }

  digest(path: string, keepUpTo: number): FileReading | null {
    return this.#stable(path, READ_NO_LINK, (file, size, stats) => {
      if (size > MAX_DIGEST) throw new DiskError("too-large", path);
      const { mode, uid, gid } = stats;
      const facts = {
        modified: Math.floor(stats.mtimeMs / 1000),
        identity: `${stats.dev}:${stats.ino}`,
        stat: { kind: "file", size, mode, uid, gid } as const,
      };
      const key =
        this.#linked !== null && stats.nlink > 1
          ? `${facts.identity}:${size}:${stats.ctimeMs}`
          : null;
      const known = key === null || keepUpTo > 0 ? undefined : this.#linked?.get(key);
      if (known !== undefined) return { sha256: known, size, bytes: null, ...facts };
      const reading = this.#digestFile(file, size, keepUpTo);
      if (reading === null) return null;
      if (key !== null) this.#linked?.set(key, reading.sha256);
      return { ...reading, ...facts };
    });
  }

  #digestFile(file: number, size: number, keepUpTo: number): FileReading | null {
    if (size > LARGE) return this.#digestInParts(file, size);
    if (size >= this.#buffer.length) this.#buffer = Buffer.allocUnsafeSlow(size + 1);
    const length = readUpTo(file, this.#buffer, size);
    if (length !== size) return null;
    const bytes = this.#buffer.subarray(0, size);
    return {
      sha256: hash("sha256", bytes, "hex"),
      size,
      bytes: keepUpTo > 0 && size <= keepUpTo ? Buffer.from(bytes) : null,
      ...(keepUpTo > 0 ? { head: Buffer.from(bytes.subarray(0, HEAD_BYTES)) } : {}),
    };
  }

  /** Node itself has a hundred megabytes: hashed piece by piece, memory stays as it is. */
  #digestInParts(file: number, size: number): FileReading | null {
    const digest = createHash("sha256");
    let head: Uint8Array | null = null;
    let length = 0;
    for (;;) {
      const read = readSync(file, this.#buffer, 0, BUFFER_BYTES, null);
      if (read === 0) break;
      const part = this.#buffer.subarray(0, read);
      head ??= Buffer.from(part.subarray(0, HEAD_BYTES));
      digest.update(part);
      length += read;
      // A file that grows while it is read would never end.
      if (length > size) return null;
    }
    if (length !== size) return null;
    return { sha256: digest.digest("hex"), size, bytes: null, ...(head === null ? {} : { head }) };
  }

  /** Opens once, and repeats while the file is not the same before and after the work. */
  #stable<T>(
    path: string,
    flags: number,
    work: (file: number, size: number, stats: Stats) => T | null,
  ): T | null {
    return guard(path, () => {
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const file = openSync(path, flags);
        try {
          const before = fstatSync(file);
          if (!before.isFile()) throw new DiskError("not-a-file", path);
          const result = work(file, before.size, before);
          const after = fstatSync(file);
          const same = before.ctimeMs === after.ctimeMs && before.size === after.size;
          if (result !== null && same) return result;
        } finally {
          closeSync(file);
        }
      }
      throw new DiskError("changing", path);
    });
  }
}

/**
 * Reads until `size` bytes are there or the file ends. One byte more is asked for, which shows a
 * file that grew; whether it was changed otherwise is seen by who compares before and after.
 */
function readUpTo(file: number, into: Buffer, size: number): number {
  let length = 0;
  do {
    const read = readSync(file, into, length, size + 1 - length, null);
    if (read === 0) break;
    length += read;
  } while (length < size);
  return length;
}

function kindOf(entry: Dirent | Stats): EntryKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}

/** Nothing there is null; every other failure is a DiskError that names the path. */
function guard<T>(path: string, work: () => T | null): T | null {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof DiskError) throw thrown;
    const code = systemCodeOf(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    // O_NOFOLLOW on a link gives ELOOP as well: what should be a file is none.
    if (code === "ELOOP") throw new DiskError("loop", path, thrown);
    if (code === "EISDIR" || code === "ENXIO" || code === "ENODEV")
      throw new DiskError("not-a-file", path, thrown);
    throw new DiskError("unreadable", path, thrown);
  }
}
