import { defineRule } from "./define.ts";

export const relativeCommand = defineRule({
  id: "relative-command",
  title: "The command is relative to a folder that is not known",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "A command such as `./server` is another program in every folder. Which folder a client starts it in is the client's choice where the entry does not say.",
    remedy: "Write the absolute path into the config, or give the entry a `cwd`.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, detail } of hazards) {
          if (kind === "relative-command")
            yield {
              message: `${path} depends on the folder that the client works in; ${detail} was assumed`,
              remedy: `write the absolute path of ${path} into the config`,
            };
        }
      }
    },
  },
});
