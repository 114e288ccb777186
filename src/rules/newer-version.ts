import { defineRule } from "./define.ts";
import { offerText } from "./online-texts.ts";

export const newerVersion = defineRule({
  id: "newer-version",
  title: "A newer version than the pinned one is out",
  severity: "note",
  docs: {
    why: "The entry names an exact version, so nothing moves by itself. New versions bring repairs, and they are how malicious code arrives: those that are some days old have been looked at by others.",
    remedy: "`pinfold update SERVER` shows what changed, the riskiest first, and asks.",
  },
  checks: {
    *online({ name, isFloating, packages, cooldownDays }) {
      for (const { package: own, pinned, newest } of packages) {
        if (isFloating || newest === null || newest.order !== "newer") continue;
        yield {
          message: `${own} ${newest.version} is out, pinned ${pinned}; ${offerText(newest, cooldownDays)}`,
          pinned,
          observed: newest.version,
          remedy: `review: pinfold update ${name}`,
        };
      }
    },
  },
});
