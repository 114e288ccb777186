import { PinfoldError } from "../errors.ts";
import type { PinLookup } from "../lockfile/pin-set.ts";
import type { LockedEcosystem, Subject } from "../model/subject.ts";
import type { Pins } from "../verify/pins.ts";

/** The lockfile of a subject that is in force; null where there is none. Throws where it cannot be used. */
export function pinInForce<Kind extends LockedEcosystem>(
  { set }: Pins,
  subject: Subject<Kind> | null,
): Extract<PinLookup<Kind>, { state: "found" }> | null {
  const [winner] = subject === null ? [] : set.find(subject);
  if (winner === undefined) return null;
  if (winner.state === "found") return winner;
  throw new PinfoldError("input", `${winner.file} cannot be used: ${winner.message}`, winner.hint);
}

/** `--only` names a package that is pinned. */
export function checkOnly(
  names: readonly string[],
  { subject }: { readonly subject: string },
  only: string | null,
): void {
  if (only !== null && !names.includes(only))
    throw new PinfoldError(
      "usage",
      `${JSON.stringify(only)} is no package of ${subject}`,
      "--only takes the name of one package that is pinned",
    );
}
