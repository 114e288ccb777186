import type { Location } from "../model/finding.ts";
import type { Source } from "./schema.ts";

/** A demand with the line of the file that states it. */
export interface Stated<Value> {
  readonly value: Value;
  readonly at: Required<Location>;
}

/** Something that is let through until a day, the last one on which it holds. */
export interface Lifted {
  readonly reason: string;
  readonly until: string;
}

export interface Exemption extends Lifted {
  readonly subject: string;
}

export interface Exception extends Exemption {
  readonly rule: string;
  /** The digest or version that the finding observed: another one is not covered. */
  readonly observed: string;
}

export interface Acceptance extends Lifted {
  readonly entry: string;
}

export type MoveAnswer = "block" | "review";

/**
 * Whose policy it is. A team's comes with its lockfiles; a person's and the machine's are overlays,
 * which only tighten a team's.
 */
export type PolicyOwner = "team" | "personal" | "system";

/** Its name, beside the lockfiles. */
export const POLICY_FILE = "policy.json";

/** policy.json of one directory: what is demanded, and at which line. */
export interface Policy {
  readonly owner: PolicyOwner;
  readonly file: string;
  /** The directory of the lockfiles beside it. */
  readonly directory: string;
  readonly revision: number | null;
  readonly cooldown: Stated<number> | null;
  readonly cooldownExceptions: readonly Stated<Exemption>[];
  readonly onLoss: Stated<MoveAnswer> | null;
  readonly onIdentityChange: Stated<MoveAnswer> | null;
  readonly provenance: readonly Stated<string>[];
  readonly installScripts: Stated<"deny" | "approved"> | null;
  readonly sources: Stated<readonly Source[]> | null;
  readonly platforms: readonly Stated<string>[];
  readonly tree: Stated<"baseline" | "exact"> | null;
  readonly require: readonly Stated<string>[];
  readonly accepted: readonly Stated<Acceptance>[];
  readonly exceptions: readonly Stated<Exception>[];
  /** Fields of the file that this version does not know. */
  readonly unknown: readonly Stated<string>[];
}

/** `lockfiles/policy.json:7`: what a block names. */
export function placeOf({ file, line }: Required<Location>): string {
  return `${file}:${line}`;
}
