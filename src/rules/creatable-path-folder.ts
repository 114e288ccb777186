import { defineRule } from "./define.ts";

export const creatablePathFolder = defineRule({
  id: "creatable-path-folder",
  title: "Others can create a folder that is searched before the launcher",
  severity: "error",
  docs: {
    why: "A folder of the PATH that is not there costs nothing until somebody makes it: who may write to the folder above can create it with a program of the launcher's name in it.",
    remedy: "Take the entry out of the PATH, or create the folder yourself.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, detail, name } of hazards) {
          if (kind !== "creatable") continue;
          yield {
            message: `${path} is searched for ${name}, does not exist, and ${detail} can create it`,
            location: { file: path },
            wouldRun: `${path}/${name}, once somebody puts it there`,
          };
        }
      }
    },
  },
});
