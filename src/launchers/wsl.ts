import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { parseShell } from "./words/shell-words.ts";
import { inside } from "./wrapper.ts";

// `wsl --help`. `-e` ends the options: the command follows, without a shell.
const FLAGS = flagTable({
  boolean: "-e --exec",
  value: "-d --distribution -u --user --cd --shell-type",
  unjudged: { boolean: "--system" },
});

/** `wsl [OPTIONS] [--] COMMAND…` through the distribution's shell, `wsl -e COMMAND…` without. */
export const wsl: Launcher = {
  id: "wsl",
  names: ["wsl"],
  toLaunch(invocation, resolve) {
    const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS);
    if (unknown !== null) return unknownOption("wsl", unknown);
    if (rest.length === 0) return declined("wsl", "wsl is given no command");
    const isExec = flags.has("-e") || flags.has("--exec");
    if (!isExec && !isReadAlike(rest)) {
      const reason = "wsl hands its words to a shell that reads them differently";
      return declined("wsl", reason, "shell-string");
    }
    const cwd = valuesOf(flags, "--cd").at(-1) ?? null;
    const reasons = ["the files and PATH of another system (wsl)", ...unjudged];
    return inside("wsl", rest, { ...invocation, cwd }, resolve, reasons);
  },
};

/**
 * The words are joined and a shell reads them again: only where that gives the same words. An
 * argument with blanks, as in `wsl bash -c "TEXT"`, is quoted by wsl and stays one word.
 */
function isReadAlike(words: readonly string[]): boolean {
  const plain = words.filter((word) => !/\s/.test(word));
  if (words.some((word) => /\s/.test(word) && /[`"\\]|\$\(/.test(word))) return false;
  const [again, more] = parseShell(plain.join(" ")) ?? [];
  if (again === undefined || more !== undefined || again.length !== plain.length) return false;
  return plain.every((word, index) => word === again[index]);
}
