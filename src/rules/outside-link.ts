import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const outsideLink = defineRule({
  id: "outside-link",
  title: "A link leads out of an environment",
  severity: "error",
  docs: {
    why: "uv starts whatever its cache's link of an environment leads to, and Python loads what a link in it leads to, wherever that is. Two kinds of links belong into an environment: `lib64`, and Python itself. A re-pointed link leaves every file that is pinned as it was.",
    remedy:
      "Look at where the link leads, and do not start the server. Then make the environment anew and run `pinfold verify`.",
  },
  checks: {
    python: (evidence) => problemsOf(evidence, "link"),
  },
});
