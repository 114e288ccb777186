import { subjectOf } from "../../lockfile/parse.ts";
import type { NpmLockfile } from "../../lockfile/schema.ts";
import type { CheckProblem } from "../define.ts";

/** What is wrong with a lockfile of npm by itself. */
export function* lockfileProblems(
  lockfile: NpmLockfile,
): Generator<Pick<CheckProblem, "message" | "hint">> {
  const { name } = subjectOf(lockfile);
  if (lockfile.packages[`node_modules/${name}`]?.version !== lockfile.version)
    yield {
      message: "its version is not that of its own package",
      hint: "restore it from version control",
    };
}
