import { seen } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const launcherNotAFile = defineRule({
  id: "launcher-not-a-file",
  title: "Something else than a file stands in place of a program",
  severity: "error",
  docs: {
    why: "A FIFO, device or folder where a program was pinned is no upgrade: it blocks or diverts whoever opens it, and the next program of that name on the PATH runs in its place.",
    remedy: "Remove what stands there and install the program again.",
  },
  checks: {
    *chain({ chains }) {
      for (const { isPinned, changes, hazards } of chains) {
        for (const { kind, name, path, pinned, wouldRun } of changes) {
          if (kind === "not-a-file")
            yield {
              message: `what stands at ${path}, where ${name} was pinned, is not a regular file`,
              location: { file: path },
              ...seen(pinned, "not a file", wouldRun),
            };
        }
        for (const { kind, name, path } of hazards) {
          if (kind === "not-a-file" && !isPinned)
            yield { message: `${name} is not a regular file`, location: { file: path } };
        }
      }
    },
  },
});
