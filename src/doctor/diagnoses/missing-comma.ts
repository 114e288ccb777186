import { fileDiagnosis } from "../file-diagnosis.ts";

export const missingComma = fileDiagnosis({
  id: "missing-comma",
  title: "A comma is missing between two parts of a configuration file",
  kinds: ["missing-comma"],
  docs: {
    why: "A client that reads strict JSON rejects the whole file for one comma: none of its servers starts, and most clients do not say so.",
    remedy: "Put a comma behind the part before it. `pinfold doctor --fix` does it.",
  },
});
