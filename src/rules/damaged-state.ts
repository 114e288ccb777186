import { defineRule } from "./define.ts";

export const damagedState = defineRule({
  id: "damaged-state",
  title: "A record of this machine's state was damaged",
  severity: "error",
  docs: {
    why: "What was pinned or first seen on this machine is kept in the state folder. pinfold writes these files whole; a damaged one was edited by something else, and what it would have said is lost.",
    remedy:
      "If a full disk or a backup explains it, remove the file that is named and lock the server again after a close look.",
  },
  checks: {
    *failures(failures) {
      for (const { message, hint, isDamagedState } of failures)
        if (isDamagedState) yield { message, remedy: hint };
    },
  },
});
