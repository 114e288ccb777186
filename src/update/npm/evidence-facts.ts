import type { EvidenceFacts } from "../../difference/package-state.ts";
import type { PackagePin } from "../../lockfile/schema.ts";

/** What a lockfile says of who made a package, as it is compared; null where it says nothing. */
export function evidenceFacts(_pin: PackagePin): EvidenceFacts | null {
  return null;
}
