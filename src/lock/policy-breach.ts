import type { Lockfile } from "../lockfile/schema.ts";
import { type Breach, breachesOf } from "../policy/breaches.ts";
import type { PoliciesInForce } from "../policy/in-force.ts";
import { pinFactsOf } from "../policy/pin-facts.ts";

/**
 * Why a lockfile is not written: the first demand of a policy that it would not meet. Other platforms
 * are locked on other machines, so what is missing for them stops nobody.
 */
export function policyBreach(
  policies: PoliciesInForce,
  lockfile: Lockfile,
  now: Date,
): Breach | null {
  const all = breachesOf(policies, pinFactsOf(lockfile), now.toISOString().slice(0, 10));
  return all.find(({ rule }) => rule !== "uncovered-platform") ?? null;
}
