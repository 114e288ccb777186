import { defineRule } from "./define.ts";

export const loosenedVersion = defineRule({
  id: "loosened-version",
  title: "An entry that named one version no longer does",
  severity: "error",
  docs: {
    why: "With an exact version npx stays with what is installed; without one it installs whatever is newest at the next start. Taking the version out of an entry is how a pinned server is moved to a hostile release.",
    remedy:
      "Write the exact version back into the entry. If it was meant to float: `pinfold accept SERVER`.",
  },
  checks: {
    *entry({ name, location, now, pinned }) {
      if (pinned === null || !pinned.isExact || now.isExact || now.isOpaque) return;
      if (now.subject !== pinned.subject || now.command !== pinned.command) return;
      yield {
        message: "the entry named an exact version when it was locked, and now any may be fetched",
        location,
        pinned: pinned.digest,
        observed: now.digest,
        wouldRun: `${now.subject}, whichever version is newest at the next start`,
        remedy: `write the exact version into the entry; if it was meant to float: pinfold accept ${name}`,
      };
    },
  },
});
