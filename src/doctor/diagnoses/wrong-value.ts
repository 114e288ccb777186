import { defineDiagnosis } from "../define.ts";

export const wrongValue = defineDiagnosis({
  id: "wrong-value",
  title: "An entry has a value that its client cannot use",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "`args` as one text, a number or true as a variable, an entry without a command: the client rejects the entry, or the whole file with it.",
    remedy:
      "Write the value as the type that is named: arguments as a list of texts, variables as texts in quotes.",
  },
  checks: {
    *entry({ faults }) {
      for (const { kind, message, location, excerpt } of faults)
        if (kind === "wrong-type" || kind === "missing-field" || kind === "contradiction")
          yield { message, location, excerpt };
    },
  },
});
