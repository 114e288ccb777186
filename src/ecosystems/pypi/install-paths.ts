import { posix } from "node:path";

import type { EnvironmentLayout } from "../../model/python-environment.ts";

/**
 * How a file of a wheel is named in its manifest: by its place as seen from the folder of packages,
 * so `idna/core.py`, and `../../../share/man/x.1` for what a wheel installs elsewhere.
 */
export function installPath(path: string, { packages }: EnvironmentLayout): string {
  return path.startsWith(`${packages}/`)
    ? path.slice(packages.length + 1)
    : posix.relative(packages, path);
}
