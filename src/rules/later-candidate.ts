import { defineRule } from "./define.ts";

export const laterCandidate = defineRule({
  id: "later-candidate",
  title: "Another program of the launcher's name stands behind it",
  severity: "note",
  docs: {
    why: "It does not run as long as the pinned one is there. It is what would run if that one were removed or the PATH changed.",
    remedy: "Nothing needs to be done.",
  },
  checks: {
    *chain({ chains }) {
      for (const { changes } of chains) {
        for (const { kind, path, name } of changes) {
          if (kind === "later")
            yield { message: `${path} is a later candidate for ${name}`, location: { file: path } };
        }
      }
    },
  },
});
