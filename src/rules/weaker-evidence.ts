import { isLoss } from "../provenance/compare.ts";
import { defineRule } from "./define.ts";
import { evidenceDrafts } from "./evidence-texts.ts";

export const weakerEvidence = defineRule({
  id: "weaker-evidence",
  title: "The registry says less of who made a package than when it was locked",
  severity: "error",
  docs: {
    why: "The registry's signature, its record of the publication or the statement of who built the package was there when it was locked, and the registry now answers without it. A registry does not forget: somebody took it away, or another registry answers.",
    remedy:
      "Ask again from another network, and compare with the registry that was locked from. Install nothing from this one until it is explained.",
  },
  checks: {
    *online({ evidence = [] }) {
      yield* evidenceDrafts(evidence, isLoss);
    },
  },
});
