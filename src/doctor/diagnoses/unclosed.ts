import { fileDiagnosis } from "../file-diagnosis.ts";

export const unclosed = fileDiagnosis({
  id: "unclosed",
  title: "A string or bracket is never closed",
  kinds: ["unclosed-string", "unclosed"],
  docs: {
    why: "The file ends too early, because a bracket or quote is missing or because it was written half. What was meant cannot be told, and the client rejects all of it.",
    remedy:
      "Close what is named at the line that is named; if the end of the file is gone, restore it from a backup. pinfold does not guess where it should be closed.",
  },
});
