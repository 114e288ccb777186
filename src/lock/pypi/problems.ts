import { distributionOf, packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import { subjectOf } from "../../lockfile/parse.ts";
import { parseWheelName } from "../../ecosystems/pypi/wheel-tags.ts";
import { normalName } from "../../ecosystems/pypi/names.ts";
import type { CheckProblem } from "../define.ts";

/** What is wrong with a lockfile of a Python package by itself. */
export function* lockfileProblems(
  lockfile: PypiLockfile,
): Generator<Pick<CheckProblem, "message" | "hint">> {
  const restore = "restore it from version control";
  const name = distributionOf(subjectOf(lockfile).name);
  const own = Object.entries(lockfile.packages).filter(
    ([key, { source }]) => packageNameOf(key) === name || source !== undefined,
  );
  if (!own.some(([, { version }]) => version === lockfile.version))
    yield { message: "its version is not that of its own package", hint: restore };
  for (const [key, { version, artifacts }] of Object.entries(lockfile.packages)) {
    for (const { file } of artifacts) {
      const wheel = parseWheelName(file);
      if (wheel === null) continue;
      const isOwn =
        normalName(wheel.name) === packageNameOf(key) &&
        wheel.version.toLowerCase().replace("_", "+") === version;
      if (!isOwn) yield { message: `${key} ${version} has the wheel ${file}`, hint: restore };
    }
  }
}
