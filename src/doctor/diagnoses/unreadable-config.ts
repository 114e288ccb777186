import { fileDiagnosis } from "../file-diagnosis.ts";

export const unreadableConfig = fileDiagnosis({
  id: "unreadable-config",
  title: "A configuration file cannot be read",
  severity: "warning",
  consequence: "unsettled",
  kinds: ["unreadable", "limit"],
  docs: {
    why: "pinfold could not read the file, or not to its end: permissions, a loop of links, something else than a file, or more than any person writes. What is in it was not judged.",
    remedy: "Make it a readable file of an ordinary size, and run pinfold doctor again.",
  },
});
