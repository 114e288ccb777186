import { defineRule } from "./define.ts";

export const launcherUnpinned = defineRule({
  id: "launcher-unpinned",
  title: "The launcher of the server was never pinned on this machine",
  severity: "warning",
  docs: {
    why: "The lockfile says which packages run; which npx and Node start them is pinned per machine. Without that pin they are judged only by what is wrong on any machine.",
    remedy:
      "`pinfold lock SERVER` on this machine records the entry. In CI nothing needs to be done.",
  },
  checks: {
    *program({ name, isPinned, isForThisPlatform }) {
      if (isForThisPlatform && !isPinned)
        yield {
          message: "this machine has no pin of the entry and its program",
          remedy: `pinfold lock ${name}`,
        };
    },
    *pin({ name, state, hasMachinePin }) {
      if (state === "found" && !hasMachinePin)
        yield {
          message: "this machine has no pin of the entry and its launcher",
          remedy: `pinfold lock ${name}`,
        };
    },
    *chain({ name, chains }) {
      for (const { command, isPinned, isExpected } of chains) {
        if (isExpected && !isPinned)
          yield {
            message: `this machine has no pin of ${command}, the launcher of the entry`,
            remedy: `pinfold lock ${name}`,
          };
      }
    },
  },
});
