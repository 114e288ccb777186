import type { Location } from "../model/finding.ts";
import { placeOf, type Policy } from "./policy.ts";

/** What a policy says and this version of pinfold does not judge. */
export interface UnknownDemand {
  readonly message: string;
  readonly hint: string;
  readonly at: Required<Location>;
}

/** Blocks of an update that are no rules of a report. */
const SIGNALS: ReadonlySet<string> = new Set(["weaker-evidence", "identity-changed"]);

/**
 * Fields that are not known, and exceptions for what nothing is named by: these lift nothing, and their
 * author believes that they do.
 */
export function unknownDemands(
  { unknown, exceptions }: Policy,
  isRule: (id: string) => boolean,
): readonly UnknownDemand[] {
  return [
    ...unknown.map(({ value, at }) => ({
      message: `${placeOf(at)}: ${JSON.stringify(value)} is no field of a policy that this version of pinfold knows`,
      hint: "look for a slip of the pen, or update pinfold: what it demands is not judged",
      at,
    })),
    ...exceptions
      .filter(({ value: { rule } }) => !isRule(rule) && !SIGNALS.has(rule))
      .map(({ value: { rule }, at }) => ({
        message: `${placeOf(at)}: ${JSON.stringify(rule)} is no rule that this version of pinfold knows`,
        hint: "write the name that the finding prints in brackets; docs/rules has all of them",
        at,
      })),
  ];
}
