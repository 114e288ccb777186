import { blockOf, exceptionText } from "../../policy/block.ts";
import { isLoss } from "../../provenance/compare.ts";
import { differenceText } from "../../provenance/difference-text.ts";
import { evidenceDifferences } from "../evidence.ts";
import { dayOf } from "../package-state.ts";
import { defineSignal, liftable } from "./define.ts";

/** Another source, owner, issuer or signer: whoever builds it now is not who built it before. */
export const identityChanged = defineSignal({
  id: "identity-changed",
  title: "built by another",
  *check({ pair, demands }) {
    const what = liftable("identity-changed", pair.to);
    const { isBlocked, at } = demands.policies.answersIdentityChange(what, dayOf(demands));
    const own = {
      why: "its provenance is another one's",
      exception: exceptionText("policy.json", what),
    };
    const block = at === null ? own : blockOf(at, "blocks another builder", what);
    for (const difference of evidenceDifferences(pair)) {
      if (difference.weight !== "block" || isLoss(difference)) continue;
      yield { message: `it ${differenceText(difference)}`, ...(isBlocked ? { block } : {}) };
    }
  },
});
