import type { Launch } from "../model/launch.ts";

/** A command line to understand: pure data, no disk, no PATH. */
export interface Invocation {
  /** As the entry has it: a bare name, or a path. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | null;
}

/** Understands the command line that a wrapper starts; knows how deep it already is. */
export type Resolve = (inner: Invocation) => Launch;

/**
 * A program that starts servers. An option that its table does not have makes the launch `opaque`,
 * never a guess.
 */
export interface Launcher {
  readonly id: string;
  /** Base names of the command as `programName` gives them. */
  readonly names: readonly string[];
  toLaunch(invocation: Invocation, resolve: Resolve): Launch;
}

// `python3.11`, `pip3` and `pypy3` are the same programs as far as their options go.
const NUMBERED = /^(python|pythonw|pip|pypy)\d[\d.]*t?$/;

/** `C:\…\npx.cmd` and `/usr/bin/npx` are both `npx`; lower case, without the version of Python. */
export function programName(command: string): string {
  const base = command.split(/[\\/]/).at(-1) ?? command;
  const name = base.toLowerCase().replace(/\.(exe|cmd|bat|ps1)$/, "");
  return name.replace(NUMBERED, "$1");
}
