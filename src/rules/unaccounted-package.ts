import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";
import { reinstall } from "./remedies.ts";

export const unaccountedPackage = defineRule({
  id: "unaccounted-package",
  title: "A package is installed that neither lockfile nor baseline accounts for",
  severity: "error",
  docs: {
    why: "A package that appears in a tree after it was vetted is loaded by whatever asks for its name, an optional dependency for instance. npx adds none by itself while the exact version in the config stays.",
    remedy:
      "If you updated the server on purpose, lock it again after a look at the change. Else remove the installed tree and run `pinfold verify` after the next start.",
  },
  checks: everyTree(function* ({ maker, root, difference }) {
    for (const { path, name, version, why } of difference?.unaccounted ?? []) {
      yield {
        message: `the package ${name}${version === null ? "" : ` ${version}`} is not accounted for: ${why}`,
        location: { file: `${root}/${path}` },
        ...(version === null ? {} : { observed: `${name}@${version}` }),
        wouldRun: `${root}/${path}`,
        remedy: reinstall({ maker, root }),
      };
    }
  }),
});
