import { basename } from "node:path/posix";

import { PinfoldError } from "../../../errors.ts";
import type { NpmLockfile } from "../../../lockfile/schema.ts";
import { subjectLabel } from "../../../model/subject.ts";
import { parseEnv, parseShebang } from "../../../path-search/shebang.ts";
import { DiskError } from "../../../ports/disk.ts";
import type { Kept, KeptWorld, StartPlan } from "../../../store/define.ts";

const MAX_PROGRAM = 64 * 1024 * 1024;

/**
 * The program of a package and what runs it, by its first line. npx makes a program without such a
 * line one of Node on Windows only; a script of Node without it starts nowhere else, so Node it is.
 */
export function startPlan(
  { disk }: Pick<KeptWorld, "disk">,
  kept: Kept<"npm">,
  bin: string | null,
): StartPlan {
  const { folder, subject, lockfile } = kept;
  const inner = programOf(lockfile, subject.name, bin);
  if (inner === null) throw noProgram(kept, bin);
  const file = `${folder}/node_modules/${subject.name}/${inner}`;
  const { interpreter, args } = interpreterOf(firstLine(disk, file));
  return { interpreter, real: null, executable: null, args: [...args, file] };
}

/**
 * Which program npx starts (libnpmexec, `lib/get-bin-from-manifest.js`): all names for one file are
 * one program, else the one named as the package without its scope.
 */
export function programOf(
  { bin: programs }: Pick<NpmLockfile, "bin">,
  name: string,
  wanted: string | null,
): string | null {
  if (wanted !== null) return Object.hasOwn(programs, wanted) ? (programs[wanted] ?? null) : null;
  const [only, ...more] = new Set(Object.values(programs));
  if (only !== undefined && more.length === 0) return only;
  const own = name.slice(name.indexOf("/") + 1);
  return Object.hasOwn(programs, own) ? (programs[own] ?? null) : null;
}

function noProgram({ subject, lockfile }: Kept<"npm">, bin: string | null): PinfoldError {
  const names = Object.keys(lockfile.bin).join(", ");
  return new PinfoldError(
    "usage",
    bin === null
      ? `${subjectLabel(subject)} has no program that stands for it`
      : `${subjectLabel(subject)} has no program ${JSON.stringify(bin)}`,
    names === ""
      ? "it is a library, not a server"
      : `name one of its programs with --bin: ${names}`,
  );
}

function interpreterOf(head: Uint8Array | null): Pick<StartPlan, "interpreter" | "args"> {
  const shebang = head === null ? null : parseShebang(head);
  if (shebang === null) return { interpreter: "node", args: [] };
  const { interpreter, argument } = shebang;
  if (basename(interpreter) !== "env")
    return { interpreter: basename(interpreter), args: argument === null ? [] : [argument] };
  const command = argument === null ? null : parseEnv(argument);
  if (command === null) return { interpreter: basename(interpreter), args: [argument ?? ""] };
  return { interpreter: basename(command.program), args: command.args };
}

function firstLine(disk: KeptWorld["disk"], file: string): Uint8Array | null {
  try {
    return disk.read(file, MAX_PROGRAM)?.subarray(0, 256) ?? null;
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
