import { defineDiagnosis } from "../define.ts";

/** Half of what the more patient clients wait. */
const SLOW_MS = 10_000;

export const slowAnswer = defineDiagnosis({
  id: "slow-answer",
  title: "The server takes long to answer",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Clients wait 30 to 60 seconds for `initialize`, some less. A first start that has to fetch a package or an image is slower than all later ones.",
    remedy:
      "Start it once in a terminal so that everything is fetched; `pinfold run` starts from what is there.",
  },
  checks: {
    *handshake({ probe, place }) {
      const taken = probe?.initializeMs ?? 0;
      if (taken > SLOW_MS)
        yield { ...place, message: `it took ${(taken / 1000).toFixed(1)} s to answer initialize` };
    },
  },
});
