import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const environmentConfiguration = defineRule({
  id: "environment-configuration",
  title: "The configuration of an environment has it load code from elsewhere",
  severity: "error",
  docs: {
    why: "`pyvenv.cfg` says which Python an environment stands on and whether the packages of that Python are loaded too. One edited line moves the standard library, or adds packages that no pin covers.",
    remedy:
      "Make the environment anew, without `--system-site-packages`, and run `pinfold verify`.",
  },
  checks: {
    python: (evidence) => problemsOf(evidence, "configuration"),
  },
});
