import type { PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { packageNameOf } from "../../lockfile/pypi-schema.ts";
import type { EnvironmentPin, Interpreter, PinnedDistribution } from "./compare-environment.ts";
import { fits, parseWheelName } from "./wheel-tags.ts";

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
      isFor: ({ platform, python }: Interpreter) => {
        const names = artifacts.flatMap(({ file }) => parseWheelName(file) ?? []);
        return python === null || names.some((wheel) => fits(wheel, platform, python));
      },
      isConditional: marker !== undefined,
      isBuiltHere: builtLocally === true,
    };
    pinned.set(name, [...(pinned.get(name) ?? []), one]);
  }
  return pinned;
}
