import { dirname, resolve } from "node:path";

import { defineRule } from "./define.ts";
import { reinstall } from "./remedies.ts";

export const replacedLink = defineRule({
  id: "replaced-link",
  title: "A program link of an installed tree leads elsewhere",
  severity: "error",
  docs: {
    why: "npx starts `node_modules/.bin/NAME`. Whoever re-points that link, or puts a file in its place, decides what runs, and every package stays as it was.",
    remedy:
      "Look at what the link leads to, remove the installed tree, and run `pinfold verify` after the next start.",
  },
  checks: {
    *npmTree({ maker, root, difference }) {
      for (const { path, kind, pinned, observed } of difference?.links ?? []) {
        if (kind === "missing") continue;
        const file = `${root}/${path}`;
        const isLink = observed !== null && observed !== "not a link";
        yield {
          message:
            kind === "replaced"
              ? `the program link ${path} was replaced`
              : `the program ${path} belongs to no package of the tree`,
          location: { file },
          ...(pinned === null ? {} : { pinned: `link to ${pinned}` }),
          observed: isLink ? `link to ${observed}` : "a file",
          wouldRun: isLink ? resolve(dirname(file), observed) : file,
          remedy: reinstall({ maker, root }),
        };
      }
    },
  },
});
