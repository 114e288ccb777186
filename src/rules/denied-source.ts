import { defineRule } from "./define.ts";
import { breaches } from "./policy-breaches.ts";

export const deniedSource = defineRule({
  id: "denied-source",
  title: "A package comes from a source that a policy does not list",
  severity: "error",
  docs: {
    why: "`sources` of a policy lists where code may come from: registries, repositories, addresses, the disk. What comes from elsewhere was not looked at by whom the team relies on.",
    remedy:
      "Take the package from a listed source. Where that cannot be, the policy can make an exception for these very bytes, with a reason and an end: the finding says which line to add.",
  },
  checks: { policy: breaches("denied-source") },
});
