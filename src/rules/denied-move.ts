import { defineRule } from "./define.ts";

/** Said by `lock --check --base`: on one machine nobody sees from where a pin moved. */
export const deniedMove = defineRule({
  id: "denied-move",
  title: "A pin was moved in a way that is denied",
  severity: "error",
  docs: {
    why: "`pinfold update` does not move a pin to a package that is too young for the policy, lost the evidence that its predecessor had, was built by somebody else, or runs scripts that the policy denies. A lockfile that was written by hand or with another policy can hold such a move all the same.",
    remedy:
      "Move the pin with `pinfold update SERVER`, which takes what is allowed, or wait. The finding says which line decided, and which exception would let it through.",
  },
  checks: {},
});
