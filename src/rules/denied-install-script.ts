import { defineRule } from "./define.ts";
import { breaches } from "./policy-breaches.ts";

export const deniedInstallScript = defineRule({
  id: "denied-install-script",
  title: "A policy denies an install script that was approved",
  severity: "error",
  docs: {
    why: "The lockfile says that a person approved what a package runs while it is installed, and the team's policy, or an overlay of this machine, says that nothing may run there.",
    remedy:
      "Take the approval back, or take the package's place by another. Where it must be, the policy can make an exception for this very script, with a reason and an end: the finding says which line to add.",
  },
  checks: { policy: breaches("denied-install-script") },
});
