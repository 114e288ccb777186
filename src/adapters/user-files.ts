import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { messageOf, PinfoldError, systemCodeOf } from "../errors.ts";
import { DiskError } from "../ports/disk.ts";
import type { UserFile, UserFiles } from "../ports/user-files.ts";
import { NodeDisk } from "./node-disk.ts";

const disk = new NodeDisk();

/** The real writer of files that are not ours. */
export const nodeUserFiles: UserFiles = {
  read(path, limit) {
    return attempt(path, "read", () => {
      const real = realPathOf(path);
      if (real === null) return null;
      const obstacle = obstacleTo(lstatSync(real));
      if (obstacle !== null) throw refused(path, real, obstacle);
      const bytes = disk.read(real, limit);
      return bytes === null ? null : { path, real, bytes };
    });
  },
  replace(file, bytes) {
    attempt(file.path, "write", () => writeInPlace(file, bytes));
  },
  keep(path, bytes) {
    attempt(path, "write", () => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const beside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
      try {
        writeFileSync(beside, bytes, { flag: "wx", mode: 0o600, flush: true });
        renameSync(beside, path);
      } catch (thrown) {
        rmSync(beside, { force: true });
        throw thrown;
      }
      syncFolder(dirname(path));
    });
  },
  discard(path) {
    attempt(path, "remove", () => rmSync(path, { force: true }));
  },
};

/** Readers see the old file or the new one, never a half: also after a crash. */
function writeInPlace({ path, real, bytes: expected }: UserFile, bytes: Uint8Array): void {
  const before = lstatSync(real);
  const obstacle = obstacleTo(before);
  if (obstacle !== null) throw refused(path, real, obstacle);
  const beside = join(dirname(real), `.${basename(real)}.${randomBytes(6).toString("hex")}.tmp`);
  const handle = openSync(beside, "wx", 0o600);
  try {
    try {
      writeFileSync(handle, bytes);
      const made = fstatSync(handle);
      if (made.uid !== before.uid || made.gid !== before.gid)
        fchownSync(handle, before.uid, before.gid);
      // After the owner: a change of owner takes away setuid and setgid.
      fchmodSync(handle, before.mode & 0o7777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    const now = realPathOf(path) === real ? disk.read(real, expected.length + 1) : null;
    if (now === null || Buffer.compare(now, expected) !== 0) throw changed(path);
    renameSync(beside, real);
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw thrown instanceof DiskError ? changed(path) : thrown;
  }
  syncFolder(dirname(real));
}

/** Why a change would not keep what the file is, else null. */
function obstacleTo(stats: Stats): string | null {
  if (!stats.isFile()) return "it is no regular file";
  if (stats.nlink > 1) return "it has several names (hard links), of which a change would keep one";
  const own = process.geteuid?.() ?? stats.uid;
  if (own !== 0 && stats.uid !== own) return "it belongs to another user";
  // Whoever generates the file (a dotfile manager, an administrator) says so by its mode.
  return (stats.mode & 0o200) === 0 ? "it is read-only" : null;
}

function refused(path: string, real: string, obstacle: string): PinfoldError {
  const where = real === path ? path : `${path} (a link to ${real})`;
  return new PinfoldError(
    "refused",
    `${where} is not changed: ${obstacle}`,
    "change it where it is made, or make it an ordinary file of yours",
  );
}

function changed(path: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `${path} was changed by another program meanwhile`,
    "nothing was written; quit the programs that use it and run the command again",
  );
}

function realPathOf(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw thrown;
  }
}

/** A rename lasts once its folder is written. Not every system can: then it lasts a little later. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The file is in place whatever becomes of this.
  }
}

function attempt<T>(path: string, verb: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof PinfoldError) throw thrown;
    const why = thrown instanceof DiskError ? thrown.message : `${path}: ${messageOf(thrown)}`;
    const done = verb === "read" ? "be read" : verb === "write" ? "be written" : "be removed";
    throw new PinfoldError(
      "input",
      `${path} cannot ${done}: ${why}`,
      "check its permissions and the free space of its disk",
      thrown,
    );
  }
}
