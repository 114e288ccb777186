import { defineRule } from "./define.ts";
import { shellPath } from "./remedies.ts";

export const preferredLocalProgram = defineRule({
  id: "preferred-local-program",
  title: "npx would run a program of a folder around it",
  severity: "error",
  docs: {
    why: "Before its cache npx looks into `node_modules/.bin` of the working directory and of every folder above it, into the project's own package.json, and into the global folder. Those `.bin` folders are also first on the PATH of what it starts, so that a `node` or `sh` there runs in place of the real one.",
    remedy:
      "Remove the program, or write the exact version into the entry, or give the server a working directory of its own.",
  },
  checks: {
    *npx({ preferred }) {
      for (const { kind, path, runs, why } of preferred) {
        if (kind !== "program" && kind !== "interpreter") continue;
        yield {
          message: why,
          location: { file: path },
          wouldRun: runs ?? path,
          remedy:
            kind === "program"
              ? "write the exact version into the entry, NAME@VERSION, or remove the program"
              : `remove it if it is there by accident: rm ${shellPath(path)}; else give the server another working directory`,
        };
      }
    },
  },
});
