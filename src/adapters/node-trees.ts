import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

import { messageOf, PinfoldError, systemCodeOf } from "../errors.ts";
import type { Trees } from "../ports/trees.ts";

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;

/** The real writer of folders. */
export const nodeTrees: Trees = {
  stage: (parent) =>
    attempt(parent, () => {
      mkdirSync(parent, { recursive: true, mode: 0o700 });
      return mkdtempSync(join(parent, ".filling-"));
    }),

  write: (path, bytes, isExecutable) =>
    attempt(path, () => {
      const file = openWithFolders(path, isExecutable ? 0o755 : 0o644);
      try {
        for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      } finally {
        closeSync(file);
      }
    }),

  allowExecution: (path) => attempt(path, () => chmodSync(path, 0o755)),

  link: (path, target) =>
    attempt(path, () => {
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(target, path);
    }),

  copy: (from, to) => attempt(to, () => copyBelow(from, to)),

  seal: (folder) => attempt(folder, () => sealBelow(folder)),

  place: (staged, path) =>
    attempt(path, () => {
      try {
        renameSync(staged, path);
        return true;
      } catch (thrown) {
        const code = systemCodeOf(thrown);
        // A folder is renamed over an empty one, and over no other.
        if (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOTDIR") return false;
        if (code === "EPERM" && lstatSync(path, { throwIfNoEntry: false })) return false;
        throw thrown;
      }
    }),

  setAside: (path) =>
    attempt(path, () => {
      const aside = join(dirname(path), `.aside-${randomBytes(6).toString("hex")}`);
      renameSync(path, aside);
      return aside;
    }),

  remove: (path) => attempt(path, () => removeSealed(path)),

  changedAt: (path) =>
    attempt(path, () => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null),
};

function openWithFolders(path: string, mode: number): number {
  try {
    return openSync(path, NEW, mode);
  } catch (thrown) {
    if (systemCodeOf(thrown) !== "ENOENT") throw thrown;
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, NEW, mode);
  }
}

function copyBelow(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyBelow(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else {
      // Not linked: what somebody edits there must not change the copy here.
      copyFileSync(source, target, constants.COPYFILE_FICLONE);
      chmodSync(target, (lstatSync(source).mode & 0o111) === 0 ? 0o644 : 0o755);
    }
  }
}

function sealBelow(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sealBelow(path);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o555);
  }
  chmodSync(folder, 0o555);
}

function removeSealed(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true) unseal(path);
  rmSync(path, { recursive: true, force: true });
}

/** Nothing can be taken out of a folder without the right to write to it. */
function unseal(folder: string): void {
  chmodSync(folder, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) unseal(join(folder, entry.name));
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw new PinfoldError(
      "input",
      `${path} cannot be written: ${messageOf(thrown)}`,
      "check the folder's permissions and the free space of its disk",
      thrown,
    );
  }
}
