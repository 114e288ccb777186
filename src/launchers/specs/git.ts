import type { PinLevel } from "../../model/launch.ts";
import { hasVariable } from "../words/paths.ts";
import type { PackageSource } from "./source.ts";

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i;

/**
 * A git repository. Without a ref it is whatever its default branch holds, `HEAD`. Only a whole
 * commit id is exact: a tag can be moved, and a short id can name a branch.
 */
export function gitSource(spec: string, repository: string, ref: string | null): PackageSource {
  return {
    detail: "git-package",
    ecosystem: "git",
    package: repository,
    versionSpec: ref ?? "HEAD",
    pinLevel: gitPinLevel(ref),
    spec,
    file: null,
  };
}

export function gitPinLevel(ref: string | null): PinLevel {
  if (ref === null) return "tag";
  if (hasVariable(ref)) return "none";
  if (ref.startsWith("semver:")) return "range";
  return COMMIT.test(ref) ? "exact" : "tag";
}
