import { defineRule } from "./define.ts";
import { shellPath } from "./remedies.ts";

export const lookAlikeFile = defineRule({
  id: "look-alike-file",
  title: "A file has the name of a package with its version, and npx would run it",
  severity: "error",
  docs: {
    why: "npx takes the words of the entry as a program's name first: a file `.bin/NAME@1.0.0` or `.bin/@scope/NAME` in the working directory or above it runs in place of the exact version that the entry asks for. npm itself never makes such files.",
    remedy: "Do not start the server. Find out who put the file there, and remove it.",
  },
  checks: {
    *npx({ preferred }) {
      for (const { kind, path, runs, why } of preferred) {
        if (kind !== "look-alike") continue;
        yield {
          message: why,
          location: { file: path },
          wouldRun: runs ?? path,
          remedy: `do not start the server; nothing of npm's makes such a file: rm ${shellPath(path)}`,
        };
      }
    },
  },
});
