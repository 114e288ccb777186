import { fileDiagnosis } from "../file-diagnosis.ts";

export const extraComma = fileDiagnosis({
  id: "extra-comma",
  title: "There is a comma too much",
  kinds: ["extra-comma"],
  docs: {
    why: "No reader of JSON, with or without comments, takes two commas in a row: it rejects the whole file.",
    remedy: "Take one of the commas away. `pinfold doctor --fix` does it.",
  },
});
