import type { Consequence, Excerpt } from "../model/diagnosis.ts";
import type { Location, Severity } from "../model/finding.ts";
import type { FactMap } from "./facts.ts";

/** What a diagnosis yields: applying it adds id, severity, consequence and whom it concerns. */
export interface DiagnosisDraft {
  readonly message: string;
  readonly location?: Location;
  readonly excerpt?: Excerpt | null;
  readonly effect?: string;
  /** Overrides the diagnosis's own. */
  readonly remedy?: string;
  readonly severity?: Severity;
  readonly consequence?: Consequence;
  readonly isFixable?: boolean;
  /** Ids, where it concerns others than all of the facts' own. */
  readonly servers?: readonly string[];
  readonly clients?: readonly string[];
}

type Checks = {
  readonly [Kind in keyof FactMap]?: (facts: FactMap[Kind]) => Iterable<DiagnosisDraft>;
};

/**
 * One reason why a server does not start, or one thing that a configuration should not say. Like a
 * rule of `verify` it knows its facts and nothing else; `verify` itself keeps to integrity.
 */
export interface Diagnosis<Id extends string = string> {
  readonly id: Id;
  /** A sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  readonly consequence: Consequence;
  readonly docs: {
    readonly why: string;
    readonly remedy: string;
  };
  readonly checks: Checks;
}

export function defineDiagnosis<const Id extends string>(diagnosis: Diagnosis<Id>): Diagnosis<Id> {
  return diagnosis;
}
