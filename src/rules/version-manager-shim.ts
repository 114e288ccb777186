import { defineRule } from "./define.ts";

export const versionManagerShim = defineRule({
  id: "version-manager-shim",
  title: "The launcher is the shim of a version manager",
  severity: "note",
  docs: {
    why: "The shim starts another program, which it chooses by files of the working directory. Both are pinned; the choice was read for the folder of this entry, nothing was run.",
    remedy: "Nothing needs to be done. An absolute path in the config removes the dependence.",
  },
  checks: {
    *chain({ chains }) {
      for (const { hazards } of chains) {
        for (const { kind, path, detail, name } of hazards) {
          if (kind === "shim")
            yield { message: `${name} is a shim of ${detail}`, location: { file: path } };
        }
      }
    },
  },
});
