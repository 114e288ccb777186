import { subjectOf } from "../../lockfile/parse.ts";
import type { Policy } from "../../lockfile/policy.ts";
import type { NpmLockfile } from "../../lockfile/schema.ts";
import type { CheckProblem } from "../define.ts";

/** What is wrong with a lockfile of npm by itself. */
export function* lockfileProblems(
  lockfile: NpmLockfile,
  policy: Policy | null,
): Generator<Pick<CheckProblem, "message" | "hint">> {
  const { name } = subjectOf(lockfile);
  if (lockfile.packages[`node_modules/${name}`]?.version !== lockfile.version)
    yield {
      message: "its version is not that of its own package",
      hint: "restore it from version control",
    };
  if (policy?.installScripts !== "deny") return;
  for (const [at, pin] of Object.entries(lockfile.packages)) {
    if (pin.hooks?.approved === true)
      yield {
        message: `${at} has an approved install script, and ${policy.file} denies them`,
        hint: "remove the approval, or change the policy",
      };
  }
}
