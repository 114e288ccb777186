import { defineDiagnosis } from "../define.ts";

export const unmetRequirement = defineDiagnosis({
  id: "unmet-requirement",
  title: "The Node or Python is not one that the package asks for",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "A package says in `engines` or `requires-python` what it was written for. On an older one it fails at its first line, with a message that speaks of syntax or of a missing module.",
    remedy: "Install a version that fits, and make sure that the client finds that one first.",
  },
  checks: {
    *launcher({ unmet, place }) {
      for (const { program, path, has, wants, saidBy } of unmet)
        yield {
          ...place,
          message: `${program} is ${has}, and ${saidBy} wants ${wants}`,
          effect: `it would be run by ${path}`,
          remedy: `install ${program} ${wants} and write its path as the command`,
        };
    },
  },
});
