import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const foreignBytecode = defineRule({
  id: "foreign-bytecode",
  title: "A compiled file is not that of its source",
  severity: "error",
  docs: {
    why: "Python runs the compiled file in `__pycache__` in place of the source where its header fits the source's time and size, or where its header says that nothing is to be compared. Whoever changes it changes what runs, and the source stays as it was pinned. No Python and no installer leaves such a file.",
    remedy:
      "Remove the file: Python makes it again. If you did not compile it, replace the secrets that the server was given.",
  },
  checks: {
    python: (evidence) => problemsOf(evidence, "bytecode"),
  },
});
