import { defineDiagnosis } from "../define.ts";
import { faultDraft } from "../file-diagnosis.ts";

export const duplicateName = defineDiagnosis({
  id: "duplicate-name",
  title: "A name is used twice in one object",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Of two members with one name a reader of JSON takes the last and says nothing: of two servers with one name only one is started. Readers of TOML and YAML mostly reject the file.",
    remedy: "Rename one of the two, or take it away.",
  },
  checks: {
    *file({ faults }) {
      for (const fault of faults) {
        if (fault.kind !== "duplicate-name") continue;
        const draft = faultDraft(fault);
        const isRejected = fault.readers.some(({ isTolerant }) => !isTolerant);
        if (isRejected) yield { ...draft, severity: "error", consequence: "no-start" };
        else if (fault.isServerName)
          yield {
            ...draft,
            severity: "error",
            consequence: "no-start",
            message: fault.message.replace("the name", "the server name"),
            effect: "the server above of the same name is never started",
          };
        else yield { ...draft, effect: "the value above is passed over" };
      }
    },
  },
});
