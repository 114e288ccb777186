import { defineRule } from "./define.ts";

/** Said by `lock --check` as well: a policy may be written for a newer pinfold than the one that reads it. */
export const unknownPolicyField = defineRule({
  id: "unknown-policy-field",
  title: "A policy has a field that is not known here",
  severity: "warning",
  docs: {
    why: "A demand that is misspelt demands nothing, and nobody notices. A field of a newer version of pinfold is not judged by an older one.",
    remedy: "Look for a slip of the pen (docs/policy.md has the fields), or update pinfold.",
  },
  checks: {
    *unknownDemand({ message, hint, at }) {
      yield { message, location: at, remedy: hint };
    },
  },
});
