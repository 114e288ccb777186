import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { scriptLaunch } from "./script.ts";

/**
 * Interpreters that run the script they are given first. None of their options is in a table, so
 * that only the plain form is understood.
 */
export const interpreters: Launcher = {
  id: "interpreters",
  names: [
    "ruby",
    "php",
    "perl",
    "lua",
    "luajit",
    "rscript",
    "julia",
    "escript",
    "tclsh",
    "osascript",
  ],
  toLaunch({ command, args }) {
    const launcher =
      command
        .split(/[\\/]/)
        .at(-1)
        ?.replace(/\.exe$/i, "") ?? command;
    const [file] = args;
    if (file === undefined) return declined(launcher, `${launcher} is given no script`);
    if (file.startsWith("-"))
      return unknownOption(launcher, file.replace(/=.*$/s, "").slice(0, 60));
    return scriptLaunch({ launcher, file });
  },
};
