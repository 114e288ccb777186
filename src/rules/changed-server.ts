import type { EntryFacts } from "../model/entry-evidence.ts";
import { defineRule } from "./define.ts";

function nameOf({ subject, command, endpoint }: EntryFacts, isBySubject: boolean): string {
  const name = isBySubject && subject !== "" ? subject : command;
  return [name, endpoint].filter((part) => part !== null && part !== "").join(" to ");
}

export const changedServer = defineRule({
  id: "changed-server",
  title: "Something else is started under the server's name",
  severity: "error",
  docs: {
    why: "The entry names another package or another command than when it was locked on this machine. Clients show only the name, and tools that were allowed by name stay allowed.",
    remedy:
      "Find out who changed the entry. If it was you: `pinfold accept SERVER`, then `pinfold lock SERVER`.",
  },
  checks: {
    *entry({ name, location, now, pinned }) {
      if (pinned === null) return;
      const isOtherCommand = now.command !== pinned.command;
      const isOtherSubject = now.subject !== pinned.subject && !now.isOpaque;
      const isOtherEnd = now.endpoint !== pinned.endpoint && !now.isOpaque;
      if (!isOtherCommand && !isOtherSubject && !isOtherEnd) return;
      const then = nameOf(pinned, isOtherSubject);
      const runs = nameOf(now, isOtherSubject);
      yield {
        message: `under this name ${then} was locked; now it starts ${runs}`,
        location,
        pinned: pinned.digest,
        observed: now.digest,
        wouldRun: now.line,
        remedy: `find out who changed the entry; if it was you: pinfold accept ${name}`,
      };
    },
  },
});
