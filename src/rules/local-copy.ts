import { defineRule } from "./define.ts";
import { shellPath } from "./remedies.ts";

export const localCopy = defineRule({
  id: "local-copy",
  title: "npx would run another copy than the one in its cache",
  severity: "error",
  docs: {
    why: "npx looks into the project's and the global `node_modules` before its cache, and runs a copy of the same version there, whatever is in it.",
    remedy: "Remove the local or global copy, or look at why it is there.",
  },
  checks: {
    *npmTree({ localCopy: path }) {
      if (path === null) return;
      yield {
        message: `npx prefers ${path} to the installed tree that is pinned`,
        location: { file: path },
        wouldRun: path,
        remedy: `remove it if it is there by accident: rm -r ${shellPath(path)}`,
      };
    },
  },
});
