import { defineRule } from "./define.ts";

export const olderRevision = defineRule({
  id: "older-revision",
  title: "A lockfile is not the one that was last agreed to",
  severity: "error",
  docs: {
    why: "An older lockfile vouches for older packages, with every hole that was closed since: who cannot forge a pin can still put yesterday's back. The revision of each lockfile only grows, and this machine remembers the last one that a person agreed to.",
    remedy:
      "Look at the history of the lockfile and restore the revision that was adopted. Where the older one is what you want, lock the server again.",
  },
  checks: {
    *pin({ subject, file, adopted }) {
      if (adopted === null) return;
      const { revision, tree, now } = adopted;
      const isOlder = now.revision < revision;
      yield {
        message: isOlder
          ? `the lockfile of ${subject} has revision ${now.revision}, and ${revision} was adopted: an older one was put back`
          : `the lockfile of ${subject} has revision ${now.revision}, which nobody adopted on this machine (adopted: ${revision})`,
        location: { file },
        pinned: tree,
        observed: now.tree,
        remedy: "look at its history, and restore the revision that was adopted",
        // A newer one may have come with the user's own files: what it pins is judged as ever.
        ...(isOlder || now.revision === revision ? {} : { severity: "warning" }),
      };
    },
  },
});
