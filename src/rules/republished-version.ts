import { defineRule } from "./define.ts";

export const republishedVersion = defineRule({
  id: "republished-version",
  title: "The registry has other bytes under the pinned version",
  severity: "error",
  docs: {
    why: "A version that was published stays the same for ever: nobody honest puts other bytes under its number. The installed copy was compared with the pin and may be intact, but the next machine that installs gets something else.",
    remedy:
      "Install nothing from that registry, tell whoever runs it and the package's authors, and keep the pin: it refuses the other bytes.",
  },
  checks: {
    *online({ packages }) {
      for (const { package: own, pinned, held, digests, registry } of packages) {
        if (held !== "republished") continue;
        yield {
          message: `${registry} has other bytes under ${own} ${pinned} than were pinned: it was published again`,
          ...(digests === null ? {} : { pinned: digests.pinned, observed: digests.observed }),
          remedy: "install nothing from there, and tell the package's authors; the pin stays right",
        };
      }
    },
  },
});
