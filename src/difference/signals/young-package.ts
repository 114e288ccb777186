import { cooldownExceptionText } from "../../policy/block.ts";
import { COOLDOWN_DAYS } from "../../policy/cooldown.ts";
import { placeOf } from "../../policy/policy.ts";
import { ageHours, ageText } from "../age.ts";
import { dayOf } from "../package-state.ts";
import { defineSignal } from "./define.ts";

export const youngPackage = defineSignal({
  id: "young-package",
  title: "young",
  *check({ pair: { to }, demands }) {
    const demanded = demands.policies.cooldown(to.purl, dayOf(demands));
    const days = demanded?.days ?? COOLDOWN_DAYS;
    const hours = ageHours(to.published, demands.now);
    if (days === 0 || (hours !== null && hours >= days * 24)) return;
    const message = `published ${ageText(to.published, demands.now, to.publishedBy)}, younger than ${days} days${hours === null ? " or not" : ""}`;
    if (demanded === null) yield { message };
    else
      yield {
        message,
        block: {
          why: `${placeOf(demanded.at)} demands an age of ${demanded.days} days`,
          exception: cooldownExceptionText(demanded.at, to.purl),
        },
      };
  },
});
