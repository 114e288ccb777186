import { defineRule } from "./define.ts";

export const logTampered = defineRule({
  id: "log-tampered",
  title: "The audit log does not hold what the agent saw last",
  severity: "error",
  docs: {
    why: "The agent remembers where the log ended. A log that is shorter now, or has another record there, was cut off, written anew or deleted, and with it what this machine knew of its own records.",
    remedy:
      "Compare with a head that was kept elsewhere: `pinfold log --verify --head SEQ:HEX`. If you removed the log yourself, `pinfold agent restart` begins from the new one.",
  },
  checks: {
    *agent({ log }) {
      if (log !== null) yield { message: log.message, location: { file: log.folder } };
    },
  },
});
