import { defineRule } from "./define.ts";

export const unknownPinfold = defineRule({
  id: "unknown-pinfold",
  title: "The entry starts a copy of pinfold that this machine did not make",
  severity: "error",
  docs: {
    why: "A hardened entry is believed because pinfold checks what it starts. That holds for the copy whose digests were recorded when `pinfold harden` made it. Another folder of the same kind can hold any program.",
    remedy:
      "Look at the command line of the entry. If it came with a configuration from another machine, or the state folder was lost: `pinfold harden SERVER` writes this machine's own copy.",
  },
  checks: {
    *chain({ name, chains }) {
      for (const { command, isOwnCopy, isPinned } of chains)
        if (isOwnCopy === true && !isPinned)
          yield {
            message: `${command}, by which the entry starts pinfold, is none that was recorded on this machine`,
            location: { file: command },
            wouldRun: command,
            remedy: `pinfold harden ${name} writes this machine's own copy`,
          };
    },
  },
});
