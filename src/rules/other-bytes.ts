import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";
import { reinstall } from "./remedies.ts";

export const otherBytes = defineRule({
  id: "other-bytes",
  title: "A package has the pinned version and other bytes",
  severity: "error",
  docs: {
    why: "One version of a package is one set of bytes. Others under the same version were edited on this disk or served by a registry that was changed. Which files differ cannot be said without the package's manifest.",
    remedy:
      "`pinfold lock --check --online` fetches the pinned archives again and keeps their manifests; `pinfold verify` then names the files. Remove the installed tree if the change is not yours.",
  },
  checks: everyTree(function* ({ maker, root, difference }) {
    for (const { path, name, version, files, pinned, observed } of difference?.changed ?? []) {
      if (files !== null) continue;
      yield {
        message: `${name} ${version} has other bytes than the pinned ${version}`,
        location: { file: `${root}/${path}` },
        pinned,
        observed,
        wouldRun: `${root}/${path}`,
        remedy: `pinfold lock --check --online, then pinfold verify names the files; or ${reinstall({ maker, root })}`,
      };
    }
  }),
});
