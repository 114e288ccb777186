import { defineRule } from "./define.ts";

export const otherVersion = defineRule({
  id: "other-version",
  title: "The entry asks for another version than the pinned one",
  severity: "warning",
  verdict: "unlocked",
  docs: {
    why: "The config names one exact version and the lockfile vets another: what runs is not what was vetted.",
    remedy:
      "Write the pinned version into the config, or review the other one and pin it: remove the lockfile and run `pinfold lock SERVER`.",
  },
  checks: {
    *pin({ otherVersion: versions, file, subject }) {
      if (versions === null) return;
      yield {
        message: `the entry asks for ${versions.asked}, and ${subject} is pinned at ${versions.pinned}`,
        location: { file },
        pinned: versions.pinned,
        observed: versions.asked,
        remedy: `write ${versions.pinned} into the config, or pin the other version after a review`,
      };
    },
  },
});
