import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const startupHook = defineRule({
  id: "startup-hook",
  title: "A file that Python runs at every start is in no pinned package",
  severity: "error",
  docs: {
    why: "Python reads every `.pth` file of an environment when it starts, and imports `sitecustomize` and `usercustomize`: one line in such a file runs before the server does, and no file of a pinned package is touched. What a pinned wheel brings of that kind is pinned with it.",
    remedy:
      "Look at the file and do not start the server. If it is not yours, replace the secrets that the server was given. Then make the environment anew and run `pinfold verify`.",
  },
  checks: {
    python: (evidence) => problemsOf(evidence, "startup-hook"),
  },
});
