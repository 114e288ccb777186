import { fileDiagnosis } from "../file-diagnosis.ts";

export const trailingComma = fileDiagnosis({
  id: "trailing-comma",
  title: "A comma stands before a closing bracket",
  kinds: ["trailing-comma"],
  docs: {
    why: "Strict JSON has no comma after the last part, though editors and JavaScript allow it: a client that reads strict JSON rejects the whole file.",
    remedy: "Take the comma away. `pinfold doctor --fix` does it.",
  },
});
