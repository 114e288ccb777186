import { defineRule } from "./define.ts";
import { offerText } from "./online-texts.ts";

export const downgradedTag = defineRule({
  id: "downgraded-tag",
  title: "The next start runs something older than the pinned version",
  severity: "error",
  docs: {
    why: "The entry lets the version move by itself, and what its registry names now is older than what was vetted: a tag was set back, the newer version was taken away, or a mirror lags behind. An old version can have holes that are known to everybody, and npx installs it without a word.",
    remedy:
      "Find out why: the project's own news say whether a release was withdrawn. To stay, write the pinned version into the config: `npx -y NAME@VERSION`.",
  },
  checks: {
    *online({ isFloating, packages, cooldownDays }) {
      for (const { package: own, pinned, next, registry } of packages) {
        if (!isFloating || next === null || next.order !== "older") continue;
        yield {
          message: `the next start runs ${own} ${next.version}, older than the pinned ${pinned}: that is what ${registry} names now; ${offerText(next, cooldownDays)}`,
          pinned,
          observed: next.version,
          wouldRun: `${own} ${next.version}`,
          remedy: `find out why it was set back; to stay: write ${own}@${pinned} into the config`,
        };
      }
    },
  },
});
