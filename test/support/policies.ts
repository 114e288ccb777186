import { PoliciesInForce } from "../../src/policy/in-force.ts";
import { parsePolicy } from "../../src/policy/parse.ts";
import type { Policy, PolicyOwner } from "../../src/policy/policy.ts";

const DIRECTORIES: Readonly<Record<PolicyOwner, string>> = {
  team: "/srv/team",
  personal: "/home/ada/pins",
  system: "/etc/pinfold",
};

/** A policy of an owner; each of its demands stands on a line of its own. */
export function policyOf(owner: PolicyOwner, demands: object): Policy {
  const directory = DIRECTORIES[owner];
  const text = JSON.stringify({ policyVersion: 1, ...demands }, null, 1);
  const { policy, problem } = parsePolicy(text, {
    owner,
    directory,
    file: `${directory}/policy.json`,
  });
  if (policy === null) throw new Error(problem);
  return policy;
}

/** A team's policy with a person's and a machine's overlays, where they are given. */
export function inForce(owners: Readonly<Partial<Record<PolicyOwner, object>>>): PoliciesInForce {
  const all = (["team", "personal", "system"] as const).flatMap((owner) => {
    const demands = owners[owner];
    return demands === undefined ? [] : [policyOf(owner, demands)];
  });
  return new PoliciesInForce(all);
}
