import type { NpmLockfile } from "../lockfile/schema.ts";
import type { Launch } from "../model/launch.ts";
import { oddFirstLine, readFirstLine } from "../path-search/first-line.ts";
import { parseShebang, type Shebang } from "../path-search/shebang.ts";
import { type Disk, DiskError } from "../ports/disk.ts";

/** The kernel reads no further. */
const MAX_LINE = 256;

/** What the first line of an installed package's program asks for. */
export interface PackageFirstLine {
  /** Node for most, which npx's own chain holds already; else an interpreter with a chain of its own. */
  readonly interpreters: readonly string[];
  /** What it does besides naming them, as a thing that nobody has judged. */
  readonly unjudged: readonly string[];
}

/** Reads the first line of the program that a launch starts; nothing where none is installed. */
export function packageFirstLine(
  disk: Disk,
  root: string,
  launch: Launch,
  lockfile: NpmLockfile,
  home: string,
): PackageFirstLine {
  const name = launch.package ?? "";
  const wanted = launch.bin ?? name.slice(name.lastIndexOf("/") + 1);
  const files = Object.values(lockfile.bin);
  const [only] = files;
  const file = lockfile.bin[wanted] ?? (files.length === 1 ? only : undefined);
  const shebang =
    file === undefined ? null : firstLine(disk, `${root}/node_modules/${name}/${file}`);
  if (shebang === null) return { interpreters: [], unjudged: [] };
  const { interpreter } = shebang;
  const line = readFirstLine(shebang);
  if (line === null)
    return { interpreters: [interpreter], unjudged: [`the first line of ${name}'s program`] };
  const odd = oddFirstLine(line, home);
  return {
    interpreters: [...new Set([interpreter, line.program])],
    unjudged: odd === null ? [] : [`the first line of ${name}'s program, which ${odd}`],
  };
}

/** The interpreters alone: what `lock` pins besides. */
export function packageInterpreters(
  disk: Disk,
  root: string,
  launch: Launch,
  lockfile: NpmLockfile,
): readonly string[] {
  return packageFirstLine(disk, root, launch, lockfile, "/").interpreters;
}

function firstLine(disk: Disk, path: string): Shebang | null {
  try {
    const bytes = disk.readAt(path, 0, MAX_LINE);
    return bytes === null ? null : parseShebang(bytes);
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
