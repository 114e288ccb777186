import { defineRule } from "./define.ts";
import { shellPath } from "./remedies.ts";

export const localCopy = defineRule({
  id: "local-copy",
  title: "npx would run another copy than the one in its cache",
  severity: "error",
  docs: {
    why: "npx looks into the project's and the global `node_modules`, at any depth, before its cache, and runs a copy there that fits what the entry asks for, whatever is in it.",
    remedy: "Remove the local or global copy, or look at why it is there.",
  },
  checks: {
    *npx({ preferred }) {
      for (const { kind, path, why } of preferred) {
        if (kind !== "copy") continue;
        yield {
          message: why,
          location: { file: path },
          wouldRun: path,
          remedy: `remove it if it is there by accident: rm -r ${shellPath(path)}`,
        };
      }
    },
  },
});
