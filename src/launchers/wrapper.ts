import type { Launch } from "../model/launch.ts";
import type { Invocation, Launcher, Resolve } from "./define.ts";
import { declined, unknownOption, withUnjudged } from "./details.ts";
import { type FlagTable, flagTable, parseFlags } from "./flags.ts";

interface WrapperOptions {
  readonly id: string;
  /** Options before the subcommand. */
  readonly globalFlags?: FlagTable;
  readonly subcommand: string;
  readonly flags: FlagTable;
  /** Words of its own before the command line that it starts: a folder, a profile. */
  readonly operands?: number;
  /** Whether the command line must stand after `--`. */
  readonly needsDashes: boolean;
  /** What it can change about the program that it starts, for the report. */
  readonly influence: string;
}

/** `op run -- COMMAND…` and its like: a subcommand whose words are another command line. */
export function wrapper(options: WrapperOptions): Launcher {
  const { id, subcommand, operands = 0, needsDashes, influence } = options;
  const launcher = `${id} ${subcommand}`;
  return {
    id,
    names: [id],
    toLaunch(invocation, resolve) {
      const before = parseFlags(invocation.args, options.globalFlags ?? flagTable());
      if (before.unknown !== null) return unknownOption(id, before.unknown);
      if (before.rest[0] !== subcommand)
        return declined(id, `${id} without ${subcommand} is not understood`);
      const after = parseFlags(before.rest.slice(1), options.flags);
      if (after.unknown !== null) return unknownOption(launcher, after.unknown);
      let words = after.rest.slice(operands);
      let isEnded = after.isEnded && operands === 0;
      if (operands > 0 && words[0] === "--") {
        words = words.slice(1);
        isEnded = true;
      }
      if (words.length === 0 || (needsDashes && !isEnded))
        return declined(
          launcher,
          `${launcher} is given no command${needsDashes ? " after --" : ""}`,
        );
      const reasons = [influence, ...before.unjudged, ...after.unjudged];
      return inside(launcher, words, invocation, resolve, reasons);
    },
  };
}

/** What `words` start, with `label` among the wrappers. */
export function inside(
  label: string,
  words: readonly string[],
  invocation: Invocation,
  resolve: Resolve,
  reasons: readonly string[] = [],
): Launch {
  const [command = "", ...args] = words;
  const inner = resolve({ ...invocation, command, args });
  return withUnjudged({ ...inner, wrappers: [label, ...inner.wrappers] }, ...reasons);
}
