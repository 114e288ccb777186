import { defineRule } from "./define.ts";

export const ownInterpreter = defineRule({
  id: "own-interpreter",
  title: "pinfold's own interpreter or program is not what was installed",
  severity: "error",
  docs: {
    why: "The agent runs from a private copy of Node and of pinfold whose digests were recorded when it was installed. Who changes that copy decides what the agent says; nothing that it says now can be relied on.",
    remedy:
      "Find out who changed it. Then install pinfold anew from where you trust it, and run `pinfold agent install` from there: it makes the copy anew.",
  },
  checks: {
    *agent({ ownFiles }) {
      for (const message of ownFiles)
        yield { message, remedy: "install pinfold anew, then: pinfold agent install" };
    },
  },
});
