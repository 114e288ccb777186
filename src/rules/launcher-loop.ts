import { defineRule } from "./define.ts";

export const launcherLoop = defineRule({
  id: "launcher-loop",
  title: "The way to the launcher is a circle of links",
  severity: "error",
  docs: {
    why: "Nothing can be started over links that lead in a circle. Installers leave none behind: somebody re-pointed one.",
    remedy: "Look at the links (`ls -l`), and install the launcher again.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, name, path } of hazards) {
          if (kind === "loop")
            yield {
              message: `${name} cannot be started: the links from ${path} lead in a circle`,
              location: { file: path },
            };
        }
      }
    },
  },
});
