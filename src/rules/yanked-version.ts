import { defineRule } from "./define.ts";

export const yankedVersion = defineRule({
  id: "yanked-version",
  title: "A pinned version was taken back by its authors",
  severity: "warning",
  docs: {
    why: "The index marks the version as yanked: its authors ask that nobody installs it any more, because it is broken, or worse. What is installed runs on, and an entry that names the version still gets it.",
    remedy: "Read their reason, then look at what another version brings: `pinfold update SERVER`.",
  },
  checks: {
    *online({ name, statuses }) {
      for (const { package: own, version, kind, reason } of statuses) {
        if (kind !== "yanked") continue;
        yield {
          message: `${own} ${version} was taken back by its authors${reason === "" ? ", who give no reason" : `: ${reason.slice(0, 300)}`}`,
          pinned: version,
          remedy: `see what another version brings: pinfold update ${name}`,
        };
      }
    },
  },
});
