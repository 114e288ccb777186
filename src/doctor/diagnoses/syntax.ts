import { fileDiagnosis } from "../file-diagnosis.ts";

export const syntax = fileDiagnosis({
  id: "syntax",
  title: "The file is not what its client reads",
  kinds: ["syntax"],
  docs: {
    why: "The client reads JSON, TOML or YAML and finds something else. It rejects the whole file, or everything behind the place.",
    remedy: "Mend the file at the line and column that are named.",
  },
});
