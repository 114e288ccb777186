import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const moduleBesideScripts = defineRule({
  id: "module-beside-scripts",
  title: "A file stands beside the programs of an environment that no installer put there",
  severity: "error",
  docs: {
    why: "A Python program imports first from the folder that it stands in: `bin/httpx.py` is loaded in place of the pinned `httpx`. Installers put programs there and nothing else, and every program is known by the package that declares it.",
    remedy:
      "Look at the file. If it is not yours, replace the secrets that the server was given. Then make the environment anew and run `pinfold verify`.",
  },
  checks: {
    python: (evidence) => problemsOf(evidence, "beside-scripts"),
  },
});
