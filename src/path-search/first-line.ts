import { basename } from "node:path/posix";

import { judgeVariables } from "../launchers/variables/judge.ts";
import { judgeNodeOptions } from "../launchers/variables/node-options.ts";
import { parseEnv, type Shebang } from "./shebang.ts";

/** What a script's first line starts, `env` followed. */
export interface FirstLine {
  /** What runs the script. */
  readonly program: string;
  readonly args: readonly string[];
  /** Variables that `env` is told to set. */
  readonly assigned: Readonly<Record<string, string>>;
  /** A PATH that `env` was told to search; null for the one it has. */
  readonly path: string | null;
}

/** Null where `env` is given what nobody here understands. */
export function readFirstLine({ interpreter, argument }: Shebang): FirstLine | null {
  if (basename(interpreter) === "env") return argument === null ? null : parseEnv(argument);
  // Linux hands all of it over as one argument, macOS splits it: both are looked at.
  const args = argument === null ? [] : argument.split(/\s+/).filter((word) => word !== "");
  return { program: interpreter, args, assigned: {}, path: null };
}

const NODE = /^node(?:js)?$/;
const PYTHON = /^python[\d.]*$/;

/** Python's switches that only leave something out, or change how it writes. */
const PYTHON_SWITCHES = /^-[bBdEIOPqsSuvx]+$/;

/**
 * What the first line of a script does besides naming its interpreter, as the rest of a sentence that
 * begins with the script; null where that is nothing. A script whose bytes are pinned can still load
 * code from elsewhere so: `#!/usr/bin/env -S node --require /tmp/x.js`.
 */
export function oddFirstLine({ program, args, assigned }: FirstLine, home: string): string | null {
  const context = { ecosystem: null, home, isCaseless: false };
  const [variable] = judgeVariables(assigned, context);
  if (variable !== undefined) return `sets ${variable.name}, which ${variable.does}`;
  if (args.length === 0) return null;
  const name = basename(program);
  const given = `gives ${name}`;
  if (NODE.test(name)) {
    const { loading, unknown } = judgeNodeOptions(args.join(" "));
    if (loading.length > 0)
      return `${given} ${[...new Set(loading)].join(", ")}, which loads code that is not pinned`;
    return unknown.length === 0 ? null : `${given} ${unknown.join(", ")}, which nobody has judged`;
  }
  if (PYTHON.test(name) && args.every((word) => PYTHON_SWITCHES.test(word))) return null;
  return `${given} arguments that nobody has judged`;
}
