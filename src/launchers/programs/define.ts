import type { Launch } from "../../model/launch.ts";
import type { Invocation, Resolve } from "../define.ts";
import { understood, withUnjudged } from "../details.ts";

/** A program that is about to run, from a package or from this disk. */
export interface Started {
  /** What is known without looking at the program's own arguments. */
  readonly base: Launch;
  /** How the program is named among the wrappers: `npx envmcp`, `reloaderoo`. */
  readonly label: string;
  readonly args: readonly string[];
  readonly invocation: Invocation;
  readonly resolve: Resolve;
}

/**
 * A program whose arguments decide what the server is: a bridge to an endpoint, a runner of local
 * scripts, a wrapper around another command line.
 */
export interface Program {
  readonly ecosystem: "npm" | "pypi";
  readonly package: string;
  /** Names of its commands; the first is the one that the bare package runs. */
  readonly bins: readonly string[];
  toLaunch(started: Started): Launch;
}

/** What was installed to start `base`, for a launch that is about something else. */
export function installedFor(base: Launch): string[] {
  const main =
    base.spec === null || base.ecosystem === null ? [] : [`${base.ecosystem}:${base.spec}`];
  const extras = base.extras.map((extra) =>
    base.ecosystem === null ? extra : `${base.ecosystem}:${extra}`,
  );
  return [...main, ...extras].toSorted();
}

/** `base` runs a file of this disk; what was fetched to run it is pinned by nobody. */
export function scriptOf(base: Launch, launcher: string, file: string): Launch {
  const extras = installedFor(base);
  const { cwd, unjudged } = base;
  return withUnjudged(
    understood("local-script", { launcher, file, extras, cwd, unjudged }),
    ...extras,
  );
}

/** Another command line, which `started` only starts. */
export function wrapped(
  started: Started,
  label: string,
  words: readonly string[],
  ...reasons: readonly string[]
): Launch {
  const { base, invocation, resolve } = started;
  const [command = "", ...args] = words;
  const inner = resolve({ ...invocation, command, args, cwd: base.cwd ?? invocation.cwd });
  const installed = installedFor(base);
  return withUnjudged(
    {
      ...inner,
      wrappers: [label, ...inner.wrappers],
      extras: [...inner.extras, ...installed].toSorted(),
    },
    ...base.unjudged,
    ...reasons,
    ...installed,
  );
}
