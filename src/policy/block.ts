import type { Location } from "../model/finding.ts";
import type { Liftable } from "./in-force.ts";
import { placeOf } from "./policy.ts";

/** Why something is not done, whatever is answered, and how a person can allow it for a time. */
export interface Block {
  readonly why: string;
  readonly exception: string;
}

/** `FILE:LINE demands …`, with the entry of `exceptions` that would lift it. */
export function blockOf(at: Required<Location>, demand: string, what: Liftable): Block {
  return { why: `${placeOf(at)} ${demand}`, exception: exceptionText(at.file, what) };
}

/** The very line to add; `observed` is what makes it hold for this and nothing else. */
export function exceptionText(file: string, { rule, subject, observed }: Liftable): string {
  const entry = { rule, subject, observed, reason: "…", until: "YYYY-MM-DD" };
  return observed === null
    ? `change ${file}: no exception can be made for what has no digest`
    : `to allow it until a day, add to "exceptions" in ${file}: ${JSON.stringify(entry)}`;
}

/** The same for the cooldown, whose exceptions are for packages, whatever their version. */
export function cooldownExceptionText({ file }: Required<Location>, subject: string): string {
  const entry = { subject, reason: "…", until: "YYYY-MM-DD" };
  return `to allow it until a day, add to "exceptions" of "cooldown" in ${file}: ${JSON.stringify(entry)}`;
}
