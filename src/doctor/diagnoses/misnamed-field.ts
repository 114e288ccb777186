import { defineDiagnosis } from "../define.ts";

/** Without these nothing is started. */
const NEEDED = ["command", "cmd", "url", "serverUrl", "httpUrl", "uri"];

export const misnamedField = defineDiagnosis({
  id: "misnamed-field",
  title: "An entry uses a name that its client does not read, near to one that it does",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "`arguments` in place of `args`, or `environment` in place of `env`: clients pass over what they do not know, so the server starts without its arguments or keys, and fails later for another reason.",
    remedy: "Rename the field to the one that is named.",
  },
  checks: {
    *entry({ faults }) {
      for (const { kind, message, location, excerpt, meant } of faults) {
        if (kind !== "near-miss" || meant === null) continue;
        const remedy = `write "${meant}"`;
        if (NEEDED.includes(meant))
          yield { message, location, excerpt, remedy, severity: "error", consequence: "no-start" };
        else yield { message, location, excerpt, remedy };
      }
    },
  },
});
