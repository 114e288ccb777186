import type { PinPlace } from "../lockfile/pin-set.ts";
import { parsePurl, subjectLabel } from "../model/subject.ts";
import type { PoliciesInForce } from "../policy/in-force.ts";
import { canonicalPurl, coversSubject } from "../policy/pattern.ts";
import { placeOf, type Policy } from "../policy/policy.ts";
import { unknownDemands } from "../policy/unknown-demands.ts";
import { RULES } from "../rules/index.ts";
import type { CheckedLockfile, CheckProblem } from "./define.ts";

/** What is wrong with a policy by itself, and which pins it requires that are not there. */
export function policyProblems(
  policies: PoliciesInForce,
  place: PinPlace,
  lockfiles: readonly CheckedLockfile[],
): readonly CheckProblem[] {
  return policies.all.flatMap((policy) =>
    isFor(policy, place) ? [...missing(policy, place, lockfiles), ...unknown(policy)] : [],
  );
}

/** A team's policy is for its own directory, an overlay for all. */
function isFor({ owner, directory }: Policy, place: PinPlace): boolean {
  if (owner === "team") return directory === place.directory;
  return owner === "system" || place.kind === "personal";
}

function* missing(
  { require }: Policy,
  { directory }: PinPlace,
  lockfiles: readonly CheckedLockfile[],
): Generator<CheckProblem> {
  for (const { value, at } of require) {
    if (lockfiles.some(({ lockfile }) => coversSubject(value, lockfile.subject))) continue;
    const subject = parsePurl(canonicalPurl(value) ?? "");
    const name = subject === null ? "SERVER" : subjectLabel({ ...subject, extras: [] });
    yield {
      rule: "no-pin",
      file: at.file,
      line: at.line,
      package: null,
      message: `${placeOf(at)} requires a pin for ${value}, and there is none`,
      hint: `pinfold lock ${name} --lockfiles ${directory}`,
      isWrong: true,
    };
  }
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

function unknown(policy: Policy): readonly CheckProblem[] {
  return unknownDemands(policy, (id) => RULE_IDS.has(id)).map(({ message, hint, at }) => ({
    rule: "unknown-policy-field",
    file: at.file,
    line: at.line,
    package: null,
    message,
    hint,
    isWrong: false,
  }));
}
