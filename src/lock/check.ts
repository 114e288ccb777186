import { formatLockfile } from "../lockfile/format.ts";
import type { PinPlace, PinSet } from "../lockfile/pin-set.ts";
import { LOCKED_ECOSYSTEMS } from "../model/subject.ts";
import { breachesOf } from "../policy/breaches.ts";
import type { PoliciesInForce } from "../policy/in-force.ts";
import { pinFactsOf } from "../policy/pin-facts.ts";
import type { RuleId } from "../rules/index.ts";
import type { CheckedLockfile, CheckProblem, Locker } from "./define.ts";
import { policyProblems } from "./policy-problems.ts";

export interface CheckResult {
  readonly lockfiles: readonly CheckedLockfile[];
  readonly problems: readonly CheckProblem[];
}

export interface CheckRequest {
  readonly set: PinSet;
  readonly place: PinPlace;
  readonly policies: PoliciesInForce;
  readonly today: string;
}

type Said = Pick<CheckProblem, "message" | "hint"> & Partial<Pick<CheckProblem, "package">>;

/** Judges the lockfiles of one directory by themselves: no server needs to be installed. */
export function checkPlace(
  lockers: readonly Pick<Locker, "ecosystem" | "problems">[],
  { set, place, policies, today }: CheckRequest,
): CheckResult {
  const lockfiles: CheckedLockfile[] = [];
  const problems: CheckProblem[] = [];
  const wrong = (rule: RuleId, file: string, said: Said): void => {
    problems.push({ rule, file, package: null, isWrong: true, ...said });
  };
  for (const ecosystem of LOCKED_ECOSYSTEMS) {
    const locker = lockers.find((one) => one.ecosystem === ecosystem);
    for (const path of set.list(place, ecosystem)) {
      const lookup = set.read(place, ecosystem, path);
      if (lookup.state === "none") continue;
      if (lookup.state === "unusable") {
        const { message, hint } = lookup;
        wrong("unusable-lockfile", lookup.file, { message, hint });
        continue;
      }
      const { file, lockfile, text } = lookup;
      lockfiles.push({ file, lockfile, text });
      if (formatLockfile(lockfile) !== text)
        wrong("noncanonical-lockfile", file, {
          message: "it is not in canonical form: somebody edited it by hand",
          hint: "restore it, or lock the server again",
        });
      for (const problem of locker?.problems(lockfile) ?? [])
        wrong("inconsistent-lockfile", file, problem);
      for (const breach of breachesOf(policies, pinFactsOf(lockfile), today)) {
        const { rule, message, exception: hint, key } = breach;
        wrong(rule, file, { package: key, message, hint });
      }
    }
  }
  problems.push(...policyProblems(policies, place, lockfiles));
  return { lockfiles, problems };
}
