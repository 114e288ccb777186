import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const moduleInWorkingFolder = defineRule({
  id: "module-in-working-folder",
  title: "The working directory has a module of the name of a pinned one",
  severity: "error",
  docs: {
    why: "`python -m NAME` looks for modules in the working directory first: a file or folder of that name there is loaded in place of what is installed.",
    remedy: "Remove it, give the entry another working directory, or start Python with `-P`.",
  },
  checks: {
    python: (evidence) => problemsOf(evidence, "working-folder"),
  },
});
