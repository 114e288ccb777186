import type { Launch } from "../model/launch.ts";
import { type Invocation, programName, type Resolve } from "./define.ts";
import { understood } from "./details.ts";
import { startCommand } from "./programs/index.ts";
import { isBundlePath, isScriptFile } from "./words/paths.ts";

/**
 * A command that no launcher has: a program of this disk. Its name can still be that of a bridge or
 * wrapper, whose arguments then say what the server is.
 */
export function executableLaunch(invocation: Invocation, resolve: Resolve): Launch {
  const { command, args, cwd } = invocation;
  const isScript = isScriptFile(command);
  const detail = isBundlePath(command)
    ? isScript
      ? "bundle-script"
      : "bundle-binary"
    : isScript
      ? "local-script"
      : "local-binary";
  const base = understood(detail, { launcher: "binary", file: command, cwd });
  // The wrapper `x.sh` is named as its file is.
  const label = command.split(/[\\/]/).at(-1) ?? command;
  return startCommand(programName(command), { base, label, args, invocation, resolve });
}
