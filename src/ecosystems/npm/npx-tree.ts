import { createHash } from "node:crypto";

import type { Launch } from "../../model/launch.ts";
import { parseNpmSpec } from "../../launchers/npm-spec.ts";
import type { Subject } from "../../model/subject.ts";

/** The specs that npx installs for a launch, as the command line has them. */
export function specsOf(launch: Launch): readonly string[] {
  if (launch.package === null) return [];
  const main =
    launch.versionSpec === null ? launch.package : `${launch.package}@${launch.versionSpec}`;
  return [main, ...launch.extras];
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

/** What a launch of the npm ecosystem is pinned under; null for every other launch. */
export function npmSubjectOf(launch: Launch): Subject | null {
  if (launch.ecosystem !== "npm" || launch.package === null || launch.launcher !== "npx")
    return null;
  const extras = launch.extras.map((spec) => parseNpmSpec(spec)?.name ?? spec).toSorted();
  return { ecosystem: "npm", name: launch.package, extras };
}

/** Whether every spec names one version, so that npx does not move at the next start. */
export function isFrozen(launch: Launch): boolean {
  return (
    launch.pinLevel === "exact" &&
    launch.extras.every((spec) => parseNpmSpec(spec)?.pinLevel === "exact")
  );
}
