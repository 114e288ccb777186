import { posix } from "node:path";

import { PinfoldError } from "../../errors.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";

const MAX_NPMRC = 1024 * 1024;
/** Options of a file that say where another one is. */
const POINTER = /^\s*"?(userconfig|globalconfig|prefix)"?\s*=\s*"?([^"\r\n]+?)"?\s*$/gm;

export interface ConfigPlaces {
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Throws where npm would open a FIFO or device as its configuration: it waits there for ever, and so
 * would its library in this process, which then could not even end.
 */
export function refuseEndlessFiles(disk: Disk, { cwd, home, env }: ConfigPlaces): void {
  const own = [...foldersUp(cwd), home].map((folder) => `${folder}/.npmrc`);
  const fromEnv = Object.entries(env).flatMap(([name, value]) => {
    const [, option] = /^npm_config_(userconfig|globalconfig|prefix)$/i.exec(name) ?? [];
    return option === undefined ? [] : [fileOf(option.toLowerCase(), value)];
  });
  const named = own.flatMap((file) => pointers(disk, file, home));
  // It also reads the package.json of every folder above, for workspaces.
  const projects = foldersUp(cwd).map((folder) => `${folder}/package.json`);
  for (const file of new Set([...own, ...fromEnv, ...named, ...projects])) {
    if (kindOf(disk, file) === "other")
      throw new PinfoldError(
        "input",
        `${file} is not a regular file, and npm would wait for it for ever`,
        `remove it, if it is there by accident: rm ${file}`,
      );
  }
}

function pointers(disk: Disk, file: string, home: string): readonly string[] {
  if (kindOf(disk, file) !== "file") return [];
  const text = Buffer.from(quietly(() => disk.read(file, MAX_NPMRC)) ?? []).toString("utf8");
  return [...text.matchAll(POINTER)].flatMap(([, option = "", value = ""]) => {
    const path = value.replace(/^~|\$\{HOME\}/, home);
    return path.startsWith("/") ? [fileOf(option, path)] : [];
  });
}

function fileOf(option: string, value: string): string {
  return option === "prefix" ? posix.join(value, "etc/npmrc") : value;
}

function kindOf(disk: Disk, path: string): string | null {
  if (!path.startsWith("/")) return null;
  return quietly(() => {
    const real = disk.realPath(path);
    return real === null ? null : (disk.stat(real)?.kind ?? null);
  });
}

function foldersUp(folder: string): readonly string[] {
  const parts = folder.split("/");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

/** What cannot be read is npm's to report. */
function quietly<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
