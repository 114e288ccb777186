import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { messageOf, PinfoldError } from "../errors.ts";
import type { OwnProgram } from "../ports/own-program.ts";

const TIME_LIMIT_MS = 10_000;

/** This process's own program. */
export const nodeOwnProgram: OwnProgram = {
  get interpreter() {
    return realpathSync.native(process.execPath);
  },
  nodeVersion: process.versions.node,
  get root() {
    return ownRoot();
  },
  libraries() {
    // The report looks names of hosts up unless it is told not to; the types do not know that yet.
    Reflect.set(process.report, "excludeNetwork", true);
    const report: unknown = process.report.getReport();
    const found = isRecord(report) ? report["sharedObjects"] : [];
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
  },
  place(folder, files, check) {
    const parent = dirname(folder);
    const beside = `${folder}.${randomBytes(6).toString("hex")}.tmp`;
    try {
      mkdirSync(parent, { recursive: true, mode: 0o700 });
      for (const { to, from, isProgram } of files) {
        const path = join(beside, to);
        mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
        // Where the disk can, a copy shares the blocks of what it is a copy of until one is written.
        if (typeof from === "string")
          copyFileSync(from, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
        else writeFileSync(path, from.text, { flag: "wx" });
        chmodSync(path, isProgram ? 0o555 : 0o444);
      }
      check(beside);
      replaceFolder(beside, folder);
    } catch (thrown) {
      rmSync(beside, { recursive: true, force: true });
      if (thrown instanceof PinfoldError) throw thrown;
      throw new PinfoldError(
        "input",
        `${folder} cannot be made: ${messageOf(thrown)}`,
        "check the folder's permissions and the free space of its disk",
        thrown,
      );
    }
  },
  remove(folder) {
    removeQuietly(folder);
    try {
      rmdirSync(dirname(folder));
    } catch {
      // It holds other copies.
    }
  },
  versionOf(interpreter) {
    try {
      const options = { env: {}, cwd: dirname(interpreter), timeout: TIME_LIMIT_MS } as const;
      return execFileSync(interpreter, ["--version"], { ...options, encoding: "utf8" }).trim();
    } catch {
      return null;
    }
  },
};

const TRIES = 3;

/**
 * A folder has no way to be replaced in one step: the old one is moved out of the way first. Another
 * process may put the same one there in between.
 */
function replaceFolder(made: string, folder: string): void {
  for (let attempt = 1; ; attempt += 1) {
    const old = `${folder}.${randomBytes(6).toString("hex")}.old`;
    if (existsSync(folder)) renameSync(folder, old);
    try {
      renameSync(made, folder);
      return;
    } catch (thrown) {
      if (attempt === TRIES || !existsSync(folder)) throw thrown;
    } finally {
      removeQuietly(old);
    }
  }
}

/** Windows keeps a program that runs. */
function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It is not used any more, and only costs space.
  }
}

/** The path of a file of our own package. */
export function ownFile(name: string): string {
  return join(ownRoot(), name);
}

/** The nearest folder above this file with a package.json: the same from `src` and from `dist`. */
function ownRoot(): string {
  let folder = dirname(realpathSync.native(fileURLToPath(import.meta.url)));
  while (!existsSync(join(folder, "package.json"))) {
    const above = dirname(folder);
    if (above === folder) throw new Error("pinfold lies outside of its package");
    folder = above;
  }
  return folder;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
