import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { packageNameOf } from "../../lockfile/pypi-schema.ts";
import type { EnvironmentPin, PinnedDistribution } from "./compare-environment.ts";

/** A lockfile's packages by name, as installed copies are compared with them. */
export function pinnedPackages({ packages }: PypiLockfile): EnvironmentPin["packages"] {
  const pinned = new Map<string, PinnedDistribution[]>();
  for (const [key, { version, marker, artifacts, builtLocally }] of Object.entries(packages)) {
    const name = packageNameOf(key);
    const files = artifacts.flatMap((artifact) =>
      artifact.files === undefined ? [] : [artifact.files],
    );
    const one = {
      version,
      files,
      isConditional: marker !== undefined,
      isBuiltHere: builtLocally === true,
    };
    pinned.set(name, [...(pinned.get(name) ?? []), one]);
  }
  return pinned;
}
