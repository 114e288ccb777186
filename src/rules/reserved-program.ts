import { defineRule } from "./define.ts";

export const reservedProgram = defineRule({
  id: "reserved-program",
  title: "A package brings a program with the name of a shell or interpreter",
  severity: "error",
  docs: {
    why: "npx puts the tree's `.bin` folder first on PATH, then starts a script whose first line is `#!/usr/bin/env node`. A package in the tree, however deep, with a program named `node`, `env` or `sh` is what then starts.",
    remedy:
      "Do not start the server. Find out which dependency brings the package, and report it to the server's authors.",
  },
  checks: {
    *npmTree({ root, reservedPrograms }) {
      for (const { program, path } of reservedPrograms) {
        yield {
          message: `${path} brings a program named ${program}, which the start of the server would find first`,
          location: { file: `${root}/${path}` },
          wouldRun: `${root}/${path}`,
          remedy: "do not start the server; pinfold explain reserved-program",
        };
      }
    },
  },
});
