import { defineSignal } from "./define.ts";

export const deprecatedPackage = defineSignal({
  id: "deprecated-package",
  title: "deprecated",
  *check({ pair: { to } }) {
    if (to.deprecated !== null) yield { message: to.deprecated };
  },
});
