import { defineRule } from "./define.ts";

export const acceptedEntry = defineRule({
  id: "accepted-entry",
  title: "A person accepted an entry that cannot be checked",
  severity: "note",
  docs: {
    why: "What a remote server or a command that is not understood runs cannot be pinned. Somebody accepted this very entry with a reason until a day; the acceptance ends when the entry changes.",
    remedy: "Nothing, until the day that is named.",
  },
  checks: {
    *entry({ acceptance, location }) {
      if (acceptance?.state !== "valid") return;
      yield {
        message: `accepted until ${acceptance.until}${acceptance.by === null ? "" : ` by ${acceptance.by}`}: ${acceptance.reason}`,
        location,
        remedy: "nothing until then",
      };
    },
  },
});
