import { defineSignal } from "./define.ts";

/** What comes from no registry has no record there: it can be another one for every install. */
export const outsideSource = defineSignal({
  id: "outside-source",
  title: "from elsewhere",
  *check({ pair: { from, to } }) {
    for (const [name, where] of Object.entries(to.outside)) {
      const before = from?.outside[name];
      if (before === where) continue;
      yield {
        message: `asks for ${name} from ${where}${before === undefined ? "" : `, before ${before}`}`,
      };
    }
  },
});
