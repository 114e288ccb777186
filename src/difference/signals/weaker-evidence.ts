import { defineSignal } from "./define.ts";

/** A new version without the evidence that its predecessor had: what a stolen token looks like. */
export const weakerEvidence = defineSignal({
  id: "weaker-evidence",
  title: "evidence lost",
  *check({ pair: { from, to } }) {
    const before = from?.evidence ?? null;
    if (before === null) return;
    const level = to.evidence?.level ?? 0;
    if (level >= before.level) return;
    yield {
      message: `${before.label} before, ${to.evidence?.label ?? "none that could be had"} now`,
      blockedBy: "a version after one with evidence must have it too",
    };
  },
});
