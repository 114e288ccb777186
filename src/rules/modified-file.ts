import { grouped } from "../model/text.ts";
import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";
import { reinstall } from "./remedies.ts";

export const modifiedFile = defineRule({
  id: "modified-file",
  title: "A file of an installed package differs from the pinned one",
  severity: "error",
  docs: {
    why: "npx and uvx run what is in their folders and never look at it again: an edited file of a dependency runs at the next start, with the server's environment and rights. Size and time of a file prove nothing, so every file is hashed.",
    remedy:
      "Quit the client. If the edit is not yours, replace every secret that the server is given. Then have the tree installed anew, by the steps of the finding, and run `pinfold verify` again.",
  },
  checks: everyTree(function* ({ maker, root, fileCount, difference }) {
    for (const { path, name, version, against, files } of difference?.changed ?? []) {
      for (const file of files ?? []) {
        if (file.kind !== "modified") continue;
        const since = against === "baseline" ? " since it was first seen" : "";
        yield {
          message: `${name} ${version} was changed on disk${since}: ${file.path} (1 of ${grouped(fileCount)} files)`,
          location: { file: `${root}/${path}/${file.path}` },
          pinned: `sha256:${file.pinned}`,
          observed: `sha256:${file.observed}`,
          wouldRun: `${root}/${path}/${file.path}`,
          remedy: reinstall({ maker, root }),
        };
      }
    }
  }),
});
