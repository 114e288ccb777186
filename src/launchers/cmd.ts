import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { insideCwd, isOnlyVariable } from "./words/paths.ts";
import { parseCmd } from "./words/windows-words.ts";
import { inside } from "./wrapper.ts";

// `cmd /?`. `/k` stays open after the command, `/v` and `/e` change how the text is read.
const SWITCHES = /^\/[dqs]$/i;
// Words of cmd.exe itself; `start` and `call` start others in ways of their own.
const BUILTINS =
  /^(?:start|call|set|if|for|echo|type|goto|rem|pushd|popd|exit|cls|copy|del|md|rd|ren|path|title)$/i;

/** `cmd /c COMMAND…`, after `cd /d DIR &&` at most. */
export const cmd: Launcher = {
  id: "cmd",
  names: ["cmd"],
  toLaunch(invocation, resolve) {
    const { args } = invocation;
    const start = args.findIndex((word) => !SWITCHES.test(word));
    const option = start < 0 ? "" : (args[start] ?? "");
    if (option.toLowerCase() !== "/c")
      return option.startsWith("/")
        ? unknownOption("cmd", option.slice(0, 60))
        : declined("cmd", "cmd without /c is not understood");
    const commands = parseCmd(args.slice(start + 1));
    const last = commands?.at(-1);
    if (commands === null || last === undefined)
      return declined("cmd", "cmd /c is given more than one simple command", "shell-string");
    let { cwd } = invocation;
    const labels: string[] = [];
    for (const [command, ...words] of commands.slice(0, -1)) {
      const [dir, more] = words[0]?.toLowerCase() === "/d" ? words.slice(1) : words;
      if (command?.toLowerCase() !== "cd" || dir === undefined || more !== undefined)
        return declined("cmd", "cmd /c is given more than one simple command", "shell-string");
      cwd = insideCwd(cwd, dir);
      labels.push("cd");
    }
    const [program = ""] = last;
    if (BUILTINS.test(program) || isOnlyVariable(program))
      return declined("cmd", "cmd /c runs a command of its own", "shell-string");
    const launch = inside("cmd /c", last, { ...invocation, cwd }, resolve);
    const [first = "cmd /c", ...others] = launch.wrappers;
    return { ...launch, wrappers: [first, ...labels, ...others] };
  },
};
