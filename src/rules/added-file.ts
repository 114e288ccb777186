import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";
import { reinstall } from "./remedies.ts";

export const addedFile = defineRule({
  id: "added-file",
  title: "A file stands in an installed tree that no pin accounts for",
  severity: "error",
  docs: {
    why: "Node prefers some files to others: an added `index.json`, `lib.js` beside `lib/`, or `node_modules/name.js` is loaded in place of what was vetted, without a single pinned file being touched. Python imports whatever stands among its packages.",
    remedy:
      "Look at the file. If it is not yours, quit the client and replace the secrets that the server was given. Remove the file or the whole installed tree, then run `pinfold verify`.",
  },
  checks: everyTree(function* ({ maker, root, difference }) {
    for (const { path, name, version, files } of difference?.changed ?? []) {
      for (const file of files ?? []) {
        if (file.kind !== "added") continue;
        yield {
          message: `${name} ${version} has a file that was not in the pinned package: ${file.path}`,
          location: { file: `${root}/${path}/${file.path}` },
          observed: `sha256:${file.observed}`,
          wouldRun: `${root}/${path}/${file.path}`,
          remedy: reinstall({ maker, root }),
        };
      }
    }
    for (const { path, kind, target } of difference?.odd ?? []) {
      if (kind === "unreadable" || kind === "changing") continue;
      yield {
        message: `${path} is ${WORDING[kind]}, and in no pinned package`,
        location: { file: `${root}/${path}` },
        observed: target === null ? kind : `link to ${target}`,
        remedy: reinstall({ maker, root }),
      };
    }
  }),
});

const WORDING = {
  file: "outside of every package",
  link: "a symbolic link",
  special: "no regular file",
  "too-deep": "nested deeper than any real package",
} as const;
