import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const changedScript = defineRule({
  id: "changed-script",
  title: "A program of an environment is not what its installer writes",
  severity: "error",
  docs: {
    why: "The program that starts a server is a short text which the installer makes from the package's name for it. It is in no archive, so pinfold makes it again and compares every byte: a line more runs before the server.",
    remedy: "Look at the program. Make the environment anew and run `pinfold verify`.",
  },
  checks: {
    python: (evidence) => problemsOf(evidence, "script"),
  },
});
