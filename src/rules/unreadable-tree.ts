import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";

export const unreadableTree = defineRule({
  id: "unreadable-tree",
  title: "Installed files could not be read to the end",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "What was not read was not checked. A file that changes again and again while it is read belongs to an install that is going on, or to somebody who wants it not to be read.",
    remedy:
      "Wait until installs have ended and run `pinfold verify` again; give yourself the right to read the files.",
  },
  checks: everyTree(function* ({ root, unreadable, hasMachinePin, difference }) {
    if (unreadable !== null && !hasMachinePin)
      yield {
        message: `the installed tree cannot be read: ${unreadable}`,
        location: { file: root },
      };
    for (const { path, kind } of difference?.odd ?? []) {
      if (kind === "changing")
        yield {
          message: `${path} changed while it was read`,
          location: { file: `${root}/${path}` },
        };
      if (kind === "unreadable" && !hasMachinePin)
        yield { message: `${path} cannot be read`, location: { file: `${root}/${path}` } };
    }
  }),
});
