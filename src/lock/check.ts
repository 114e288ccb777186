import { formatLockfile } from "../lockfile/format.ts";
import { isNpmLockfile, subjectOf } from "../lockfile/parse.ts";
import type { PinPlace, PinSet } from "../lockfile/pin-set.ts";
import type { Policy } from "../lockfile/policy.ts";
import type { Lockfile, NpmLockfile } from "../lockfile/schema.ts";
import { LOCKED_ECOSYSTEMS, parsePurl, subjectLabel } from "../model/subject.ts";

/** One thing that is wrong with a lockfile, or that could not be judged. */
export interface CheckProblem {
  readonly file: string;
  readonly package: string | null;
  readonly message: string;
  readonly hint: string;
  /** False where it could not be judged: a registry that did not answer. */
  readonly isWrong: boolean;
}

/** A lockfile that could be read, for the comparison with the registry. */
export interface CheckedLockfile {
  readonly file: string;
  readonly lockfile: Lockfile;
}

export interface CheckResult {
  readonly lockfiles: readonly CheckedLockfile[];
  readonly problems: readonly CheckProblem[];
}

/** Judges the lockfiles of one directory by themselves: no server needs to be installed. */
export function checkPlace(set: PinSet, place: PinPlace, policy: Policy | null): CheckResult {
  const lockfiles: CheckedLockfile[] = [];
  const problems: CheckProblem[] = [];
  const wrong = (file: string, message: string, hint: string): void => {
    problems.push({ file, package: null, message, hint, isWrong: true });
  };
  for (const ecosystem of LOCKED_ECOSYSTEMS) {
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
      if (isNpmLockfile(lockfile))
        for (const { message, hint } of npmProblems(lockfile, policy)) wrong(file, message, hint);
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

function* npmProblems(
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
