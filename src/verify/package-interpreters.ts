import type { NpmLockfile } from "../lockfile/schema.ts";
import type { Launch } from "../model/launch.ts";
import { parseEnv, parseShebang } from "../path-search/shebang.ts";
import { type Disk, DiskError } from "../ports/disk.ts";

const MAX_SCRIPT = 16 * 1024 * 1024;

/**
 * What runs the program of an installed package, by its first line: Node for most, which npx's own
 * chain holds already; now and then another interpreter, which has a chain of its own.
 */
export function packageInterpreters(
  disk: Disk,
  root: string,
  launch: Launch,
  lockfile: NpmLockfile,
): readonly string[] {
  const name = launch.package ?? "";
  const wanted = launch.bin ?? name.slice(name.lastIndexOf("/") + 1);
  const files = Object.values(lockfile.bin);
  const [only] = files;
  const file = lockfile.bin[wanted] ?? (files.length === 1 ? only : undefined);
  const shebang =
    file === undefined ? null : firstLine(disk, `${root}/node_modules/${name}/${file}`);
  if (shebang === null) return [];
  const { interpreter, argument } = shebang;
  const program = interpreter.endsWith("/env") && argument !== null ? parseEnv(argument) : null;
  return program === null ? [interpreter] : [interpreter, program.program];
}

function firstLine(disk: Disk, path: string) {
  try {
    const bytes = disk.read(path, MAX_SCRIPT);
    return bytes === null ? null : parseShebang(bytes.subarray(0, 256));
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
