import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";

/** Packages whose build a person allowed when they were pinned. */
export function builtAlready({ packages }: PypiLockfile): readonly string[] {
  return Object.entries(packages).flatMap(([key, { builtLocally }]) =>
    builtLocally === true ? [packageNameOf(key)] : [],
  );
}
