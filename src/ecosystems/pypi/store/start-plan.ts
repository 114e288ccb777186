import { posix } from "node:path";

import { PinfoldError } from "../../../errors.ts";
import { subjectLabel } from "../../../model/subject.ts";
import type { Kept, KeptWorld, StartPlan } from "../../../store/define.ts";
import { distributionOf, type PypiLockfile } from "../../../lockfile/pypi-schema.ts";
import { bytecodeOf, environmentOf } from "./layout.ts";

/** `module:function`, of names alone: it becomes part of a program. */
const REFERENCE = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)$/;

/** Variables that an isolated Python does not read, and the options that do the same. */
const OPTIONS: readonly (readonly [variable: string, options: readonly string[]])[] = [
  ["PYTHONUNBUFFERED", ["-u"]],
  ["PYTHONUTF8", ["-X", "utf8"]],
  ["PYTHONDEVMODE", ["-X", "dev"]],
  ["PYTHONFAULTHANDLER", ["-X", "faulthandler"]],
];

/**
 * `-I` keeps variables, the working directory and the user's own packages out; `-B` with a prefix of
 * our own keeps compiled files out that lie beside the sources. What is called is what the installed
 * program would call.
 */
export function startPlan(
  { state, machine }: Pick<KeptWorld, "state" | "machine">,
  kept: Kept<"pypi">,
  bin: string | null,
): StartPlan {
  const { folder, subject, lockfile } = kept;
  const record = state.pythonCopies.read(folder);
  const [name, reference] = programOf(lockfile, distributionOf(subject.name), bin) ?? [];
  const [, module, first, rest] = REFERENCE.exec(reference ?? "") ?? [];
  if (name === undefined || module === undefined || first === undefined)
    throw noProgram(kept, bin ?? name ?? null);
  if (record === null)
    throw new PinfoldError(
      "refused",
      `${subjectLabel(subject)}: this machine has no record of how its private copy was made`,
      "pinfold sync makes the copy anew",
    );
  const env = environmentOf(folder);
  const code = [
    "import sys",
    `sys.argv[0] = ${JSON.stringify(`${env}/bin/${name}`)}`,
    `from ${module} import ${first}`,
    `sys.exit(${first}${rest ?? ""}())`,
  ].join("\n");
  const own = OPTIONS.flatMap(([variable, options]) =>
    (machine.env[variable] ?? "") === "" ? [] : options,
  );
  const prefix = ["-X", `pycache_prefix=${bytecodeOf(folder)}`];
  return {
    interpreter: posix.basename(record.python.path),
    real: record.python.real,
    executable: `${env}/bin/python`,
    args: ["-I", "-B", ...prefix, ...own, "-c", code],
  };
}

/** As uvx: the program named like the package, or the only one. */
function programOf(
  { entryPoints }: PypiLockfile,
  name: string,
  wanted: string | null,
): readonly [string, string] | null {
  const entries = Object.entries(entryPoints);
  const own = entries.find(([program]) => program === (wanted ?? name));
  if (own !== undefined) return own;
  const [only, ...more] = entries;
  return wanted === null && only !== undefined && more.length === 0 ? only : null;
}

function noProgram({ subject, lockfile }: Kept<"pypi">, bin: string | null): PinfoldError {
  const names = Object.keys(lockfile.entryPoints).join(", ");
  return new PinfoldError(
    "usage",
    bin === null
      ? `${subjectLabel(subject)} has no program that stands for it`
      : `${subjectLabel(subject)} has no program ${JSON.stringify(bin)} that could be started`,
    names === "" ? "it is a library, not a server" : `name one with --bin: ${names}`,
  );
}
