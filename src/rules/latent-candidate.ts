import { defineRule } from "./define.ts";

export const latentCandidate = defineRule({
  id: "latent-candidate",
  title: "A file before the launcher is one permission away from running",
  severity: "warning",
  docs: {
    why: "A file of the launcher's name in an earlier folder is passed over only because it has no execute bit. One `chmod` and it is what every server starts.",
    remedy: "Remove or rename the file.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, name } of hazards) {
          if (kind === "latent")
            yield {
              message: `${path} would run as ${name} if it were executable`,
              location: { file: path },
            };
        }
      }
    },
  },
});
