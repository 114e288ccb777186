import { defineDiagnosis } from "../define.ts";

export const ignoredSwitch = defineDiagnosis({
  id: "ignored-switch",
  title: "An entry is switched off in a way that its client does not know",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Some clients have a switch in the entry and others do not: the server is started although its entry says `disabled`.",
    remedy: "Take the entry out of the file, or switch the server off in the client itself.",
  },
  checks: {
    *entry({ faults }) {
      for (const { kind, message, location, excerpt } of faults)
        if (kind === "ignored-switch") yield { message, location, excerpt };
    },
  },
});
