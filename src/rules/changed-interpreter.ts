import { isBeneath } from "../model/launcher-chain.ts";
import { changeDraft, isChange } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const changedInterpreter = defineRule({
  id: "changed-interpreter",
  title: "A program that the launcher needs is not the pinned one any more",
  severity: "error",
  docs: {
    why: "The interpreter runs both the launcher and the package. A changed one can do anything to both, and leaves every file of theirs as it was. The same holds for a shared library that the program's own search path (`DT_RUNPATH`) leads to.",
    remedy:
      "Look at what stands there now and who put it there. Remove what is not yours; accept it with `pinfold accept LAUNCHER` only where you know why it changed. A change that the system's own package database accounts for is a warning.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, servers, changes } of chains) {
        for (const change of changes) {
          if (!isBeneath(change.role) || !isChange(change)) continue;
          yield changeDraft(change, command, servers);
        }
      }
    },
  },
});
