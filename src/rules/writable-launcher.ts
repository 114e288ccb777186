import { defineRule } from "./define.ts";
import { andBelow } from "./launcher-texts.ts";
import { shellPath } from "./remedies.ts";

export const writableLauncher = defineRule({
  id: "writable-launcher",
  title: "Others can change a program or folder of the launcher's chain",
  severity: "error",
  docs: {
    why: "Whoever may write to a folder on the way to a program, or to one that is searched before it, can put another program there at any time, also between a check and the start.",
    remedy:
      "Take the right away: `chmod go-w FOLDER`. A folder that must be shared does not belong on the PATH.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, hazards } of chains) {
        for (const { kind, path, detail, isGrave, name, others = 0 } of hazards) {
          if (kind !== "writable") continue;
          yield {
            severity: isGrave ? "error" : "warning",
            message: `${detail} can write to ${path}${andBelow(others)}, on the way to ${name}`,
            location: { file: path },
            observed: `writable by ${detail}`,
            wouldRun: `whatever ${detail} put there in place of ${name}`,
            remedy: `chmod ${others === 0 ? "" : "-R "}${isGrave ? "o-w" : "g-w"} ${shellPath(path)}, then look at what is in it (${command})`,
          };
        }
      }
    },
  },
});
