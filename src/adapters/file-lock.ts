import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

import { messageOf, PinfoldError, systemCodeOf } from "../errors.ts";

/** What is done under a lock takes milliseconds; a disk may be slow, and a laptop asleep. */
const WAIT_MS = 30_000;
const PAUSE_MS = 5;
/** Nobody holds one for so long: its owner's process number was given to another program. */
const STALE_MS = 20_000;

const held = new Map<string, number>();
const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Does `work` while no other process that asks for the same lock file does. In one process the lock
 * may be taken again inside. A lock whose owner has ended is taken over.
 *
 * @throws {PinfoldError} `input` where another process keeps it for half a minute
 */
export function withFileLock<T>(file: string, work: () => T): T {
  const depth = held.get(file) ?? 0;
  if (depth === 0) take(file);
  held.set(file, depth + 1);
  try {
    return work();
  } finally {
    held.set(file, depth);
    if (depth === 0) rmSync(file, { force: true });
  }
}

function take(file: string): void {
  try {
    wait(file);
  } catch (thrown) {
    if (thrown instanceof PinfoldError) throw thrown;
    throw new PinfoldError(
      "input",
      `${file} cannot be made: ${messageOf(thrown)}`,
      "check the folder's permissions and the free space of its disk",
      thrown,
    );
  }
}

function wait(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const end = Date.now() + WAIT_MS;
  while (!create(file)) {
    if (isLeft(file)) removeLeft(file);
    else if (Date.now() > end)
      throw new PinfoldError(
        "input",
        `${file} is held by process ${ownerOf(file)}`,
        "end that process if it hangs, or remove the file if there is none",
      );
    else Atomics.wait(pause, 0, 0, PAUSE_MS);
  }
}

function create(file: string): boolean {
  let opened: number;
  try {
    opened = openSync(file, "wx", 0o600);
  } catch (thrown) {
    // On Windows a file that is just being removed answers EPERM.
    const code = systemCodeOf(thrown);
    if (code === "EEXIST" || (process.platform === "win32" && code === "EPERM")) return false;
    throw thrown;
  }
  try {
    writeSync(opened, String(process.pid));
  } finally {
    closeSync(opened);
  }
  return true;
}

function ownerOf(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(0, 20);
  } catch {
    return "";
  }
}

/** Whether whoever made it has ended, or never wrote who it is. */
function isLeft(file: string): boolean {
  let age: number;
  try {
    age = Date.now() - statSync(file).mtimeMs;
  } catch {
    return false;
  }
  if (Math.abs(age) > STALE_MS) return true;
  const owner = Number(ownerOf(file));
  // Between its making and the number in it there is an instant.
  if (!Number.isSafeInteger(owner) || owner <= 0) return age > 1000;
  try {
    process.kill(owner, 0);
    return false;
  } catch (thrown) {
    return systemCodeOf(thrown) === "ESRCH";
  }
}

/**
 * Of several that see the same left lock one removes it: the others would remove the new one that
 * was made meanwhile.
 */
function removeLeft(file: string): void {
  const guard = `${file}.left`;
  if (!create(guard)) {
    if (isLeft(guard)) rmSync(guard, { force: true });
    Atomics.wait(pause, 0, 0, PAUSE_MS);
    return;
  }
  try {
    if (isLeft(file)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}
