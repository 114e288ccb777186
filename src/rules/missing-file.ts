import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";
import { reinstall } from "./remedies.ts";

export const missingFile = defineRule({
  id: "missing-file",
  title: "A pinned file or package is not there",
  severity: "error",
  docs: {
    why: "What is missing is looked for elsewhere: Node takes the next file or the next `node_modules` folder upwards, which may be somebody else's; Python the next folder of its path.",
    remedy: "Have the tree installed anew, by the steps of the finding, and run `pinfold verify`.",
  },
  checks: everyTree(function* ({ maker, root, difference }) {
    for (const { path, name, version, files } of difference?.changed ?? []) {
      for (const file of files ?? []) {
        if (file.kind !== "missing") continue;
        yield {
          message: `${name} ${version} lacks a file of the pinned package: ${file.path}`,
          location: { file: `${root}/${path}/${file.path}` },
          pinned: `sha256:${file.pinned}`,
          remedy: reinstall({ maker, root }),
        };
      }
    }
    for (const { path, name, version } of difference?.missing ?? []) {
      yield {
        message: `the package ${name} ${version} is not there`,
        location: { file: `${root}/${path}` },
        remedy: reinstall({ maker, root }),
      };
    }
    for (const { path, kind, pinned } of difference?.links ?? []) {
      if (kind !== "missing") continue;
      yield {
        message: `the program link ${path} is not there`,
        location: { file: `${root}/${path}` },
        ...(pinned === null ? {} : { pinned }),
        remedy: reinstall({ maker, root }),
      };
    }
  }),
});
