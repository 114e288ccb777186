import { isOtherTree } from "../model/npm-difference.ts";
import { count } from "../model/text.ts";
import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";

export const behindLockfile = defineRule({
  id: "behind-lockfile",
  title: "What is installed is the tree of an earlier pin",
  severity: "warning",
  verdict: "unlocked",
  docs: {
    why: "The pin was moved, and this machine still has the tree that was pinned before: every byte of it was vetted then. What was moved away from, a version with a hole perhaps, still runs.",
    remedy:
      "`pinfold sync SERVER` puts the tree that is pinned now in its place. Where the entry names the earlier version, write the new one into it.",
  },
  checks: everyTree(function* ({ name, root, version, difference, behind, exactTree }) {
    if (difference === null || behind === undefined || !isOtherTree(difference)) return;
    const others = difference.unvetted.length + difference.moved.length + difference.absent.length;
    yield {
      message: `the tree of revision ${behind.revision} (${behind.version}) is installed, and ${version} is pinned now: ${count(others, "package differs", "packages differ")}, none was tampered with`,
      location: { file: root },
      remedy: `pinfold sync ${name}`,
      ...(exactTree === null ? {} : { severity: "error" }),
    };
  }),
});
