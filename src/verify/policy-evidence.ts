import type { PolicyEvidence } from "../model/evidence.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { purlOfLabel } from "../model/subject.ts";
import { breachesOf, type PinFacts } from "../policy/breaches.ts";
import { pinFactsOf } from "../policy/pin-facts.ts";
import type { Pins } from "./pins.ts";

export interface JudgedPin {
  readonly lockfile: Lockfile | null;
  /** `executable:tide-mcp`, of a program of the disk; null for every other server. */
  readonly program: string | null;
  readonly today: string;
}

/** What the policies in force have to say of one server; null where there is nothing. */
export function policyEvidence(
  { policies, lostPolicies }: Pins,
  name: string,
  { lockfile, program, today }: JudgedPin,
): PolicyEvidence | null {
  if (policies.all.length + lostPolicies.length === 0) return null;
  const facts = lockfile !== null ? pinFactsOf(lockfile) : programFacts(program);
  const breaches = facts === null ? [] : breachesOf(policies, facts, today);
  return { name, breaches, lost: lostPolicies };
}

/** A program that is pinned on this machine alone comes from the disk all the same. */
function programFacts(label: string | null): PinFacts | null {
  const subject = label === null ? null : purlOfLabel(label);
  if (label === null || subject === null) return null;
  const name = label.slice(label.indexOf(":") + 1);
  const facts = {
    key: name,
    name,
    version: "",
    digest: null,
    atInstall: null,
    hasProvenance: false,
  };
  return {
    ecosystem: "executable",
    subject,
    packages: [{ ...facts, source: "local" }],
    lacksPlatform: () => null,
  };
}
