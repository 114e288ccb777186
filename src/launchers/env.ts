import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { insideCwd } from "./words/paths.ts";
import { parseShell } from "./words/shell-words.ts";
import { inside } from "./wrapper.ts";

// `env --help` of GNU coreutils and BSD; `-P` is BSD's own PATH.
const FLAGS = flagTable({
  boolean: "-v --debug",
  value: "-C --chdir -S --split-string",
  unjudged: { boolean: "-i --ignore-environment -", value: "-u --unset -P" },
});

/** `env [-i] [NAME=VALUE…] COMMAND…`. */
export const env: Launcher = {
  id: "env",
  names: ["env"],
  toLaunch(invocation, resolve) {
    const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS, {
      clusters: true,
    });
    if (unknown !== null) return unknownOption("env", unknown);
    const text = valuesOf(flags, "-S", "--split-string").at(-1);
    const split = text === undefined ? [] : wordsOf(text);
    if (split === null) return declined("env", "env -S is given more than plain words");
    const all = [...split, ...rest];
    // `-` alone is `-i`.
    const isBare = all[0] === "-";
    const words = isBare ? all.slice(1) : all;
    const { names, command } = takeAssignments(words);
    if (command.length === 0) return declined("env", "env is given no command");
    const dir = valuesOf(flags, "-C", "--chdir").at(-1);
    const cwd = dir === undefined ? invocation.cwd : insideCwd(invocation.cwd, dir);
    const reasons = [...unjudged, ...(isBare ? ["-"] : []), ...names.map((name) => `env ${name}`)];
    return inside("env", command, { ...invocation, cwd }, resolve, reasons);
  },
};

function wordsOf(text: string): readonly string[] | null {
  const commands = parseShell(text);
  return commands?.length === 1 && !text.trim().startsWith("-") ? (commands[0] ?? null) : null;
}

interface Assigned {
  /** Names of the variables that are set; no rule has judged them, and values can be secrets. */
  readonly names: readonly string[];
  readonly command: readonly string[];
}

/** `NAME=VALUE` words in front of a command, as env and a shell take them. */
export function takeAssignments(words: readonly string[]): Assigned {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const end = first < 0 ? words.length : first;
  const names = words.slice(0, end).map((word) => word.slice(0, word.indexOf("=")));
  return { names, command: words.slice(end) };
}
