import { defineDiagnosis } from "../define.ts";

export const unknownField = defineDiagnosis({
  id: "unknown-field",
  title: "An entry has a field that its client's documentation does not have",
  severity: "note",
  consequence: "none",
  docs: {
    why: "The client passes over it. Where it was meant to do something, it does not.",
    remedy: "Take it away, or look up how this client calls it.",
  },
  checks: {
    *entry({ faults }) {
      for (const { kind, message, location, excerpt } of faults)
        if (kind === "unknown-field") yield { message, location, excerpt };
    },
  },
});
