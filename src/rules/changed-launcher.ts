import { isBeneath } from "../model/launcher-chain.ts";
import { changeDraft, isChange } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const changedLauncher = defineRule({
  id: "changed-launcher",
  title: "The launcher is not the pinned one any more",
  severity: "error",
  docs: {
    why: "The launcher reads the package's name and starts its code: who changes it, its owner, its mode or a link on the way to it decides what runs, whatever the lockfile says. A link that was turned to equal bytes is a change too, since its new target can be changed by others later.",
    remedy:
      "Look at what stands there now and who put it there. Remove what is not yours; accept it with `pinfold accept LAUNCHER` only where you know why it changed. A change that the system's own package database accounts for is a warning.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, servers, changes } of chains) {
        for (const change of changes) {
          if (isBeneath(change.role) || !isChange(change)) continue;
          yield changeDraft(change, command, servers);
        }
      }
    },
  },
});
