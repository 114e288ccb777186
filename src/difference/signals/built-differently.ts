import { differenceText } from "../../provenance/difference-text.ts";
import { evidenceDifferences } from "../evidence.ts";
import { defineSignal } from "./define.ts";

/** The same source in another way: a branch in place of a tag, another workflow, a renamed repository. */
export const builtDifferently = defineSignal({
  id: "built-differently",
  title: "built differently",
  *check({ pair }) {
    for (const difference of evidenceDifferences(pair)) {
      const isWorthSaying =
        difference.weight === "review" || difference.kind === "repository-renamed";
      if (isWorthSaying) yield { message: `it ${differenceText(difference)}` };
    }
  },
});
