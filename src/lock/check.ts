import { formatLockfile } from "../lockfile/format.ts";
import type { PinPlace, PinSet } from "../lockfile/pin-set.ts";
import type { Policy } from "../lockfile/policy.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { LOCKED_ECOSYSTEMS, parsePurl, subjectLabel } from "../model/subject.ts";
import type { CheckedLockfile, CheckProblem, Locker } from "./define.ts";

export interface CheckResult {
  readonly lockfiles: readonly CheckedLockfile[];
  readonly problems: readonly CheckProblem[];
}

export interface CheckRequest {
  readonly set: PinSet;
  readonly place: PinPlace;
  readonly policy: Policy | null;
}

/** Judges the lockfiles of one directory by themselves: no server needs to be installed. */
export function checkPlace(
  lockers: readonly Pick<Locker, "ecosystem" | "problems">[],
  { set, place, policy }: CheckRequest,
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
      for (const { message, hint } of locker?.problems(lockfile, policy) ?? [])
        wrong(file, message, hint);
    }
  }
  const pinned = new Set(lockfiles.map(({ lockfile }) => lockfile.subject));
  for (const purl of policy?.require ?? []) {
    if (!pinned.has(purl))
      wrong(
        policy?.file ?? "",
        `it requires a pin for ${purl}, and there is none`,
        `pinfold lock ${nameOf(purl)} --lockfiles ${place.directory}`,
      );
  }
  for (const field of policy?.unenforced ?? []) {
    problems.push({
      file: policy?.file ?? "",
      package: null,
      message: `its ${JSON.stringify(field)} is not enforced by this version of pinfold`,
      hint: "it is not judged; nothing else is affected",
      isWrong: false,
    });
  }
  return { lockfiles, problems };
}

function nameOf(purl: string): string {
  const subject = parsePurl(purl);
  return subject === null ? purl : subjectLabel({ ...subject, extras: [] });
}

/** The whole of a directory's lockfiles, for the total line. */
export function packagesOf(lockfiles: readonly { readonly lockfile: Lockfile }[]): number {
  return lockfiles.reduce((sum, { lockfile }) => sum + Object.keys(lockfile.packages).length, 0);
}
