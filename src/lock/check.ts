import { formatLockfile } from "../lockfile/format.ts";
import type { PinPlace, PinSet } from "../lockfile/pin-set.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { LOCKED_ECOSYSTEMS } from "../model/subject.ts";
import { breachesOf } from "../policy/breaches.ts";
import type { PoliciesInForce } from "../policy/in-force.ts";
import { pinFactsOf } from "../policy/pin-facts.ts";
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

/** Judges the lockfiles of one directory by themselves: no server needs to be installed. */
export function checkPlace(
  lockers: readonly Pick<Locker, "ecosystem" | "problems">[],
  { set, place, policies, today }: CheckRequest,
): CheckResult {
  const lockfiles: CheckedLockfile[] = [];
  const problems: CheckProblem[] = [];
  const wrong = (file: string, message: string, hint: string): void => {
    problems.push({ file, package: null, message, hint, isWrong: true });
  };
  for (const ecosystem of LOCKED_ECOSYSTEMS) {
    const locker = lockers.find((one) => one.ecosystem === ecosystem);
    for (const path of set.list(place, ecosystem)) {
      const lookup = set.read(place, ecosystem, path);
      if (lookup.state === "none") continue;
      if (lookup.state === "unusable") {
        wrong(lookup.file, lookup.message, lookup.hint);
        continue;
      }
      const { file, lockfile, text } = lookup;
      lockfiles.push({ file, lockfile });
      if (formatLockfile(lockfile) !== text)
        wrong(
          file,
          "it is not in canonical form: somebody edited it by hand",
          "restore it, or lock the server again",
        );
      for (const { message, hint } of locker?.problems(lockfile) ?? []) wrong(file, message, hint);
      for (const breach of breachesOf(policies, pinFactsOf(lockfile), today))
        wrong(file, breach.message, breach.exception);
    }
  }
  problems.push(...policyProblems(policies, place, lockfiles));
  return { lockfiles, problems };
}

/** The whole of a directory's lockfiles, for the total line. */
export function packagesOf(lockfiles: readonly { readonly lockfile: Lockfile }[]): number {
  return lockfiles.reduce((sum, { lockfile }) => sum + Object.keys(lockfile.packages).length, 0);
}
