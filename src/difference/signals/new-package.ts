import { ageText } from "../age.ts";
import { defineSignal } from "./define.ts";

export const newPackage = defineSignal({
  id: "new-package",
  title: "new package",
  *check({ pair: { from, to }, demands: { now } }) {
    if (from !== null) return;
    const by = to.publisher === null ? "publisher unknown" : `by ${to.publisher}`;
    yield { message: `published ${ageText(to.published, now, to.publishedBy)}, ${by}` };
  },
});
