import { defineRule } from "./define.ts";

export const baselineTampered = defineRule({
  id: "baseline-tampered",
  title: "A record of this machine's state is not what pinfold wrote",
  severity: "error",
  docs: {
    why: "What was pinned, accepted or first seen on this machine is kept in the state folder, and the audit log has the digest of each such record. One that is another now, is gone, or was never written by pinfold was put there by somebody who wants a changed server to look like the pinned one. A program that runs as the same user can rewrite the log as well: `pinfold log --verify --head SEQ:HEX` with a head that was kept elsewhere shows that.",
    remedy:
      "Find out who changed it (a backup that was restored, a synchronised folder, or an attack). Then `pinfold accept SERVER` or `pinfold accept LAUNCHER` drops the record and pins anew what is there, after it was shown.",
  },
  checks: {
    *failures(failures) {
      for (const { message, hint, tampered } of failures)
        if (tampered !== null)
          yield {
            message: message.replace(`${tampered}, `, ""),
            location: { file: tampered },
            remedy: hint,
          };
    },
  },
});
