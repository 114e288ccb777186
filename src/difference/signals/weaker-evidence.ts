import { blockOf, exceptionText } from "../../policy/block.ts";
import { dayOf } from "../package-state.ts";
import { defineSignal, liftable } from "./define.ts";

/** A new version without the evidence that its predecessor had: what a stolen token looks like. */
export const weakerEvidence = defineSignal({
  id: "weaker-evidence",
  title: "evidence lost",
  *check({ pair: { from, to }, demands }) {
    const before = from?.evidence ?? null;
    if (before === null) return;
    const level = to.evidence?.level ?? 0;
    if (level >= before.level) return;
    const what = liftable("weaker-evidence", to);
    const { isBlocked, at } = demands.policies.answersLoss(what, dayOf(demands));
    const own = {
      why: "a version after one with evidence must have it too",
      exception: exceptionText("policy.json", what),
    };
    const block = at === null ? own : blockOf(at, "blocks the loss of evidence", what);
    yield {
      message: `${before.label} before, ${to.evidence?.label ?? "none that could be had"} now`,
      ...(isBlocked ? { block } : {}),
    };
  },
});
