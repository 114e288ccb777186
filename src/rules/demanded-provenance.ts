import { defineRule } from "./define.ts";
import { breaches } from "./policy-breaches.ts";

export const demandedProvenance = defineRule({
  id: "demanded-provenance",
  title: "A policy demands provenance of a package that is pinned without it",
  severity: "error",
  docs: {
    why: "Provenance says from which repository and by which workflow a package was built. A policy that demands it of a scope says that whatever comes without it was not built there.",
    remedy:
      "Pin a version that has provenance: `pinfold update SERVER` records it. Where there is none, the policy can make an exception for these very bytes, with a reason and an end: the finding says which line to add.",
  },
  checks: { policy: breaches("demanded-provenance") },
});
