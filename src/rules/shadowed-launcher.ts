import { isBeneath } from "../model/launcher-chain.ts";
import { inspectOrAccept, seen, sharedBy } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const shadowedLauncher = defineRule({
  id: "shadowed-launcher",
  title: "Another program comes before the pinned launcher",
  severity: "error",
  docs: {
    why: "A client starts the first program of a name on its PATH. Whoever can put a file into an earlier folder decides what every server starts, while the real launcher stays as it was.",
    remedy:
      "Look at what stands there now and who put it there. Remove what is not yours; accept it with `pinfold accept LAUNCHER` only where you know why it changed.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, servers, changes } of chains) {
        for (const change of changes) {
          if (isBeneath(change.role)) continue;
          const { kind, path, name, pinned, observed, wouldRun } = change;
          if (kind !== "shadowed" && kind !== "other-way") continue;
          const isOther = kind === "shadowed";
          yield {
            severity: isOther ? "error" : "warning",
            message: isOther
              ? `${name} would run another file than the pinned ${path}${sharedBy(servers)}`
              : `${name} is found in another place than ${path}, and is the same program`,
            ...seen(pinned, observed, wouldRun),
            remedy: inspectOrAccept(command, wouldRun),
          };
        }
      }
    },
  },
});
