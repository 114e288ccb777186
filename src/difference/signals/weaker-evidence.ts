import { blockOf, exceptionText } from "../../policy/block.ts";
import { isLoss } from "../../provenance/compare.ts";
import { differenceText } from "../../provenance/difference-text.ts";
import { evidenceDifferences } from "../evidence.ts";
import { dayOf } from "../package-state.ts";
import { defineSignal, liftable } from "./define.ts";

/** A new version without the evidence that its predecessor had: what a stolen token looks like. */
export const weakerEvidence = defineSignal({
  id: "weaker-evidence",
  title: "evidence lost",
  *check({ pair, demands }) {
    const what = liftable("weaker-evidence", pair.to);
    const { isBlocked, at } = demands.policies.answersLoss(what, dayOf(demands));
    const own = {
      why: "a version after one with evidence must have it too",
      exception: exceptionText("policy.json", what),
    };
    const block = at === null ? own : blockOf(at, "blocks the loss of evidence", what);
    for (const difference of evidenceDifferences(pair)) {
      if (!isLoss(difference)) continue;
      yield { message: `it ${differenceText(difference)}`, ...(isBlocked ? { block } : {}) };
    }
  },
});
