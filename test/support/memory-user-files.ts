import { PinfoldError } from "../../src/errors.ts";
import type { UserFiles } from "../../src/ports/user-files.ts";
import type { MemoryDisk } from "./memory-disk.ts";

/** The user's files on a disk in memory; links are followed as the real ones are. */
export function memoryUserFiles(disk: MemoryDisk): UserFiles {
  return {
    read: (path, limit) => {
      const real = disk.realPath(path);
      const bytes = real === null ? null : disk.read(real, limit);
      return real === null || bytes === null ? null : { path, real, bytes };
    },
    replace: ({ path, real, bytes: expected }, bytes) => {
      const now = disk.read(path, expected.length + 1);
      if (now === null || Buffer.compare(now, expected) !== 0)
        throw new PinfoldError("refused", `${path} was changed by another program meanwhile`, "");
      disk.file(real, bytes);
    },
    keep: (path, bytes) => void disk.file(path, bytes, { mode: 0o600 }),
    discard: (path) => void disk.remove(path),
  };
}
