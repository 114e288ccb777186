import { defineRule } from "./define.ts";

export const unsettledLauncher = defineRule({
  id: "unsettled-launcher",
  title: "A program of the launcher's chain could not be read to the end",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "What was not read was not checked. A file that changes again and again while it is read belongs to an install that is going on, or to somebody who wants it not to be read.",
    remedy:
      "Wait until installs have ended and run `pinfold verify` again; give yourself the right to read the file.",
  },
  checks: {
    *chain({ chains }) {
      for (const { isPinned, isExpected, hazards } of chains) {
        for (const { kind, path, name } of hazards) {
          const isChanging = kind === "changing";
          if (!isChanging && (kind !== "unreadable" || isPinned || isExpected)) continue;
          yield {
            message: isChanging
              ? `${path} changed while it was read (for ${name})`
              : `${path} cannot be read or executed (for ${name})`,
            location: { file: path },
          };
        }
      }
    },
  },
});
