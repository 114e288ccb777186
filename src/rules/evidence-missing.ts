import { defineRule } from "./define.ts";
import { evidenceDrafts } from "./evidence-texts.ts";

export const evidenceMissing = defineRule({
  id: "evidence-missing",
  title: "Evidence that is pinned could not be had again",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "When the package was locked its registry had more to say of who made it. Now it gives no answer: it may be down, or be a mirror that has no such answers, or somebody may hide them. That is neither good nor bad, and no clean report.",
    remedy: "Run `pinfold verify --online` again, with the registry that was locked from.",
  },
  checks: {
    *online({ evidence = [] }) {
      yield* evidenceDrafts(evidence, ({ weight }) => weight === "unknown");
    },
  },
});
