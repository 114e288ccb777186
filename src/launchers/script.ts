import type { Launch } from "../model/launch.ts";
import { understood } from "./details.ts";
import { isBundlePath } from "./words/paths.ts";

interface Script {
  readonly launcher: string;
  readonly file: string;
  readonly cwd?: string | null;
  readonly unjudged?: readonly string[];
}

/** A script that an interpreter was given: part of a bundle, or any file of this disk. */
export function scriptLaunch({ launcher, file, cwd = null, unjudged = [] }: Script): Launch {
  const detail = isBundlePath(file) ? "bundle-script" : "local-script";
  return understood(detail, { launcher, file, cwd, unjudged });
}
