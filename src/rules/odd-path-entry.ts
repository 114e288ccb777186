import { defineRule } from "./define.ts";

export const oddPathEntry = defineRule({
  id: "odd-path-entry",
  title: "The PATH has an entry that depends on the working directory",
  severity: "warning",
  docs: {
    why: "An empty or relative entry of the PATH means the folder that a client happens to work in, and `~` or a variable that nobody expands is such a relative name too. A cloned repository can bring a program for it.",
    remedy:
      "Write absolute folders into the PATH, and none that are empty (`::`, or a colon at the end).",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, detail, isGrave, wouldRun, name } of hazards) {
          if (kind !== "path-entry") continue;
          yield {
            severity: isGrave ? "error" : "warning",
            message: isGrave
              ? `${detail} (${JSON.stringify(path)}), and a program ${name} is there`
              : `${detail} (${JSON.stringify(path)})`,
            ...(wouldRun === null ? {} : { wouldRun, location: { file: wouldRun } }),
          };
        }
      }
    },
  },
});
