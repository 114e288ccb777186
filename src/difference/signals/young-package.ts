import { ageHours, ageText } from "../age.ts";
import { defineSignal } from "./define.ts";

export const youngPackage = defineSignal({
  id: "young-package",
  title: "young",
  *check({ pair: { to }, demands: { now, cooldownDays, cooldownBy } }) {
    const hours = ageHours(to.published, now);
    if (cooldownDays === 0 || (hours !== null && hours >= cooldownDays * 24)) return;
    yield {
      message: `published ${ageText(to.published, now)}, younger than ${cooldownDays} days${hours === null ? " or not" : ""}`,
      ...(cooldownBy === null
        ? {}
        : { blockedBy: `${cooldownBy} demands an age of ${cooldownDays} days` }),
    };
  },
});
