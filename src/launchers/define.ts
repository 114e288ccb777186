import type { Launch } from "../model/launch.ts";

/** A command line to understand: pure data, no disk, no PATH. */
export interface Invocation {
  /** As the entry has it: a bare name, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
}

/**
 * A program that starts servers. An option that its table does not have makes the launch `opaque`,
 * never a guess.
 */
export interface Launcher {
  readonly id: string;
  /** Base names of the command, lower case, without `.exe` or `.cmd`. */
  readonly names: readonly string[];
  toLaunch(invocation: Invocation): Launch;
}

/** `C:\…\npx.cmd` and `/usr/bin/npx` are both `npx`. */
export function programName(command: string): string {
  const base = command.split(/[\\/]/).at(-1) ?? command;
  return base.toLowerCase().replace(/\.(exe|cmd|bat|ps1)$/, "");
}
