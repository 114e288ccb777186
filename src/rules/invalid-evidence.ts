import { defineRule } from "./define.ts";
import { evidenceDrafts } from "./evidence-texts.ts";

export const invalidEvidence = defineRule({
  id: "invalid-evidence",
  title: "The registry serves evidence that is not believed",
  severity: "error",
  docs: {
    why: "A signature or statement about the pinned bytes is there, and does not verify: it is of other bytes, of another package, by a key that nobody knows, or was changed. Whoever serves it can change what is served.",
    remedy:
      "Install nothing from that registry, and tell the package's authors and whoever runs it. The pin stays right: it refuses other bytes. A key or log that is not known here may be a new one: `pinfold trust refresh`, then ask again.",
  },
  checks: {
    *online({ evidence = [] }) {
      yield* evidenceDrafts(evidence, ({ kind }) => kind === "invalid");
    },
  },
});
