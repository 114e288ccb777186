import { defineRule } from "./define.ts";

export const unfollowedScript = defineRule({
  id: "unfollowed-script",
  title: "A script of the chain starts what cannot be known without running it",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "The bytes of the script are pinned, but what it starts is decided while it runs. Nothing is clean that was not looked at.",
    remedy: "Write the program that the script starts into the config, with its absolute path.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, name } of hazards) {
          if (kind === "unfollowed")
            yield {
              message: `what ${path} starts (for ${name}) cannot be known without running it`,
              location: { file: path },
            };
        }
      }
    },
  },
});
