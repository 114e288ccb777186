import { PinfoldError } from "../errors.ts";

/** What is there and not believable is worse than nothing. */
export function refuseInvalid(
  { name, version }: { readonly name: string; readonly version: string },
  invalid: readonly string[],
): void {
  const [reason] = invalid;
  if (reason === undefined) return;
  throw new PinfoldError(
    "refused",
    `${name} ${version} has evidence that is not believed: ${reason}`,
    "do not move to it; ask the package's authors and whoever runs the registry",
  );
}
