import { defineRule } from "./define.ts";

export const uncoveredCode = defineRule({
  id: "uncovered-code",
  title: "The server loads code from where it cannot be pinned",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "A script and the folder that it stands in are pinned. What its interpreter loads from elsewhere can change without a trace in that pin, so the server is not called clean.",
    remedy:
      "Give the server a folder of its own, with its dependencies in it, and name that in the config.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, detail } of hazards)
          if (kind === "uncovered") yield { message: detail, location: { file: path } };
      }
    },
  },
});
