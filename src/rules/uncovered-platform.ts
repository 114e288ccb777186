import { defineRule } from "./define.ts";
import { breaches } from "./policy-breaches.ts";

export const uncoveredPlatform = defineRule({
  id: "uncovered-platform",
  title: "A pin does not cover a platform that a policy names",
  severity: "warning",
  docs: {
    why: "A lockfile is for a team: who works on another platform has no pin there, and what is installed for them was never looked at.",
    remedy:
      "Pin it on that platform too (`pinfold lock` adds a program's digests), or take the platform out of the policy.",
  },
  checks: { policy: breaches("uncovered-platform") },
});
