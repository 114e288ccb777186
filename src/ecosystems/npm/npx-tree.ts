import { createHash } from "node:crypto";

import { isKept, type Launch } from "../../model/launch.ts";
import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import type { Subject } from "../../model/subject.ts";

/** The specs that npx installs for a launch, as the command line has them. */
export function specsOf(launch: Launch): readonly string[] {
  return launch.spec === null ? [] : [launch.spec, ...launch.extras];
}

/**
 * The name of the folder in `_npx`: 16 hex digits of the sha512 of the sorted specs. Source:
 * libnpmexec, `lib/index.js`, measured with npm 11.19.1. `X`, `X@latest` and `X@1.0.0` are three
 * trees; `-p X` shares X's.
 */
export function npxFolderName(specs: readonly string[]): string {
  const sorted = specs.toSorted((a, b) => a.localeCompare(b, "en"));
  return createHash("sha512").update(sorted.join("\n")).digest("hex").slice(0, 16);
}

// What npx runs is the package itself. A hub's runner fetches something else, which no tree holds.
const PINNABLE = new Set(["registry-package", "remote-bridge"]);

/**
 * What a launch of npx or of pinfold is pinned under; null for every other launch. An alias (`x@npm:y`) is
 * another subject than the package that it stands for, and none that can be pinned.
 */
export function npmSubjectOf(launch: Launch): Subject<"npm"> | null {
  const { ecosystem, launcher, package: name, spec, detail, extras } = launch;
  if (isKept(launch))
    return ecosystem === "npm" && name !== null ? { ecosystem, name, extras } : null;
  if (ecosystem !== "npm" || launcher !== "npx" || name === null || spec === null) return null;
  if (!PINNABLE.has(detail) || parseNpmSpec(spec)?.name !== name) return null;
  const further = extras.map((extra) => parseNpmSpec(extra)?.name ?? null);
  if (!further.every((extra) => extra !== null)) return null;
  return { ecosystem: "npm", name, extras: further.toSorted() };
}

/** Whether every spec names one version, or a pin does: the next start does not move. */
export function isFrozen(launch: Launch): boolean {
  if (isKept(launch)) return true;
  return (
    launch.pinLevel === "exact" &&
    launch.extras.every((spec) => parseNpmSpec(spec)?.pinLevel === "exact")
  );
}
