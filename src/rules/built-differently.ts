import { defineRule } from "./define.ts";
import { evidenceDrafts } from "./evidence-texts.ts";

export const builtDifferently = defineRule({
  id: "built-differently",
  title: "The pinned package is said to be built in another way",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "The same source is named, and another workflow, kind of ref, environment or runner than when it was locked. For the same bytes that is odd: a second statement was made about them.",
    remedy:
      "Look at who built it with `pinfold attestation verify`, and ask the package's authors.",
  },
  checks: {
    *online({ evidence = [] }) {
      yield* evidenceDrafts(evidence, ({ weight }) => weight === "review");
    },
  },
});
