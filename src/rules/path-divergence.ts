import { defineRule } from "./define.ts";

export const pathDivergence = defineRule({
  id: "path-divergence",
  title: "Clients find different programs by the same command",
  severity: "warning",
  docs: {
    why: "A client started from the desktop searches another PATH than a terminal. The same entry then runs another launcher, perhaps one that nobody looked at.",
    remedy:
      "Write the absolute path into the configs, or lock the servers of both clients: each chain is pinned on its own.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, elsewhere } of chains) {
        const [other] = elsewhere;
        if (other === undefined) continue;
        yield {
          message: `${other.clientName} finds another ${command}: ${other.real}`,
          location: { file: other.real },
        };
      }
    },
  },
});
