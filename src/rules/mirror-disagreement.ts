import { defineRule } from "./define.ts";

export const mirrorDisagreement = defineRule({
  id: "mirror-disagreement",
  title: "A registry disagrees with the pin or with another registry",
  severity: "error",
  docs: {
    why: "The configuration of this machine leads to a registry that is not npm's usual one, and it has other bytes under the pinned version than the pin, or than another registry that was asked. A mirror hands out what it was given: one that does not is broken, or somebody changed what it hands out.",
    remedy:
      "Ask whoever runs the mirror. Until then take packages from the registry that the pin was made with: `npm config get registry` shows which one is in force.",
  },
  checks: {
    *online({ packages, disagreements }) {
      for (const { package: own, pinned, held, digests, registry } of packages) {
        if (held !== "other-bytes") continue;
        yield {
          message: `${registry} has other bytes under ${own} ${pinned} than were pinned`,
          ...(digests === null ? {} : { pinned: digests.pinned, observed: digests.observed }),
          remedy: `ask whoever runs ${registry}, and install nothing from there until then`,
        };
      }
      for (const { package: own, version, registries } of disagreements)
        yield {
          message: `${registries.join(" and ")} have different bytes under ${own} ${version}`,
          remedy:
            "one of them is not to be trusted: install nothing from the one that differs from the pin",
        };
    },
  },
});
