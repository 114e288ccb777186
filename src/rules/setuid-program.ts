import { shellPath } from "./remedies.ts";
import { defineRule } from "./define.ts";

export const setuidProgram = defineRule({
  id: "setuid-program",
  title: "A program of the launcher's chain runs with the rights of another account",
  severity: "error",
  docs: {
    why: "No launcher and no interpreter needs a setuid or setgid bit: an interpreter with one gives its owner's rights to every script that it runs.",
    remedy: "Take the bit away: `chmod u-s,g-s FILE`. Then find out who set it.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, detail, name } of hazards) {
          if (kind !== "setuid") continue;
          yield {
            message: `${path}, which ${name} leads to, has the ${detail} bit`,
            location: { file: path },
            observed: detail,
            wouldRun: path,
            remedy: `chmod u-s,g-s ${shellPath(path)}, and find out who set it`,
          };
        }
      }
    },
  },
});
