import npmKeys from "./shipped/npm-keys.json" with { type: "json" };
import trustedRoot from "./shipped/trusted-root.json" with { type: "json" };
import { parseTrustRoot, type TrustRoot } from "./trust-root.ts";

let shipped: TrustRoot | undefined;

/** The trust material that comes with pinfold: nothing is asked for it. */
export function shippedTrust(): TrustRoot {
  shipped ??= parseTrustRoot(trustedRoot, npmKeys);
  return shipped;
}
