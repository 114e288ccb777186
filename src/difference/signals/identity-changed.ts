import { blockOf, exceptionText } from "../../policy/block.ts";
import { dayOf } from "../package-state.ts";
import { defineSignal, liftable } from "./define.ts";

export const identityChanged = defineSignal({
  id: "identity-changed",
  title: "built by another",
  *check({ pair: { from, to }, demands }) {
    const before = from?.evidence?.identity ?? null;
    const now = to.evidence?.identity ?? null;
    if (before === null || now === null || before === now) return;
    const what = liftable("identity-changed", to);
    const { isBlocked, at } = demands.policies.answersIdentityChange(what, dayOf(demands));
    const own = {
      why: "its provenance is another one's",
      exception: exceptionText("policy.json", what),
    };
    const block = at === null ? own : blockOf(at, "blocks another builder", what);
    yield { message: `${now}, before ${before}`, ...(isBlocked ? { block } : {}) };
  },
});
