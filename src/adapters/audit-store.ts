import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

import { systemCodeOf } from "../errors.ts";
import type { AuditStore } from "../ports/audit-store.ts";
import { withFileLock } from "./file-lock.ts";

/** The log on the disk, in a folder that only this user can read. */
export function nodeAuditStore(folder: string): AuditStore {
  return {
    folder,
    locked: (work) => withFileLock(join(folder, "lock"), work),
    segments: () => absentIs([], () => readdirSync(folder).toSorted()),
    size: (name) => absentIs(null, () => statSync(join(folder, name)).size),
    read: (name, from) =>
      absentIs(new Uint8Array(), () => {
        const file = openSync(join(folder, name), "r");
        try {
          return readFrom(file, from);
        } finally {
          closeSync(file);
        }
      }),
    append(name, text) {
      const file = openSync(join(folder, name), "a", 0o600);
      try {
        const { size } = fstatSync(file);
        try {
          const bytes = Buffer.from(text);
          for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
          fsyncSync(file);
        } catch (thrown) {
          try {
            ftruncateSync(file, size);
          } catch {
            // A full disk took half a line and keeps it: the next record tells of it.
          }
          throw thrown;
        }
      } finally {
        closeSync(file);
      }
    },
    remove: (name) => rmSync(join(folder, name), { force: true }),
  };
}

function readFrom(file: number, from: number): Uint8Array {
  const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - from));
  let done = 0;
  while (done < bytes.length) {
    const read = readSync(file, bytes, done, bytes.length - done, from + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}

function absentIs<T>(answer: T, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return answer;
    throw thrown;
  }
}
