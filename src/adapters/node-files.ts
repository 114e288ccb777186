import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";

import { messageOf, PinfoldError, systemCodeOf } from "../errors.ts";
import type { Files } from "../ports/files.ts";

/** The real writer. */
export const nodeFiles: Files = {
  replace(path, text, { expected, isPrivate, around = (put) => put() }) {
    attempt(path, () => {
      mkdirSync(dirname(path), { recursive: true, mode: isPrivate ? 0o700 : 0o755 });
      const check = (): void => {
        if (readNow(path) !== expected)
          throw new PinfoldError(
            "refused",
            `${path} was changed by somebody else meanwhile`,
            "nothing was written; look at the change and run the command again",
          );
      };
      writeBeside(path, text, { mode: isPrivate ? 0o600 : 0o644, isSynced: true, check, around });
    });
  },
  keep(path, text) {
    attempt(path, () => {
      if (readNow(path) === text) return;
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      // Not synced: a torn one does not hash to its name and counts as absent.
      const [check, around] = [() => undefined, (put: () => void) => put()];
      writeBeside(path, text, { mode: 0o600, isSynced: false, check, around });
    });
  },
  believe: (_path, text) => text,
  forget: (path) => attempt(path, () => rmSync(path, { recursive: true, force: true })),
};

/** Whoever reads `path` sees the old file or the new one, never a half: also after a crash. */
function writeBeside(
  path: string,
  text: string,
  {
    mode,
    isSynced,
    check,
    around,
  }: {
    mode: number;
    isSynced: boolean;
    check: () => void;
    around: (put: () => void) => void;
  },
): void {
  const beside = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  const file = openSync(beside, "wx", mode);
  try {
    try {
      writeAll(file, Buffer.from(text));
      if (isSynced) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    around(() => {
      check();
      renameSync(beside, path);
    });
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw thrown;
  }
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

function readNow(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return null;
    throw thrown;
  }
}

function attempt(path: string, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof PinfoldError) throw thrown;
    throw new PinfoldError(
      "input",
      `${path} cannot be written: ${messageOf(thrown)}`,
      "check the folder's permissions and the free space of its disk",
      thrown,
    );
  }
}
