import { defineRule } from "./define.ts";

export const monitoringGap = defineRule({
  id: "monitoring-gap",
  title: "The agent is installed on this machine and does not run",
  severity: "warning",
  docs: {
    why: "Somebody who wants to go unnoticed stops the watchman first. What is verified now is right now; what happened in between, nobody saw.",
    remedy: "`pinfold agent restart` starts it again; `pinfold agent logs` may say why it ended.",
  },
  checks: {
    *agent({ silentSince }) {
      if (silentSince !== null)
        yield {
          message: `the agent does not run: nobody has watched since ${silentSince}`,
          remedy: "pinfold agent restart",
        };
    },
  },
});
