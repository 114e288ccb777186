import { inspectOrAccept, seen, sharedBy } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const shadowedInterpreter = defineRule({
  id: "shadowed-interpreter",
  title: "Another interpreter comes before the pinned one",
  severity: "error",
  docs: {
    why: "A launcher such as npx is a script: its first line asks for `node` on the PATH. A program of that name in an earlier folder runs in its place, and every byte of the launcher is unchanged.",
    remedy:
      "Look at what stands there now and who put it there. Remove what is not yours; accept it with `pinfold accept LAUNCHER` only where you know why it changed.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, servers, changes } of chains) {
        for (const change of changes) {
          if (change.role !== "interpreter") continue;
          const { kind, path, name, pinned, observed, wouldRun } = change;
          if (kind !== "shadowed" && kind !== "other-way") continue;
          const isOther = kind === "shadowed";
          yield {
            severity: isOther ? "error" : "warning",
            message: isOther
              ? `${command} would be run by another ${name} than the pinned ${path}${sharedBy(servers)}`
              : `${name}, which runs ${command}, is found in another place than ${path}, and is the same program`,
            ...seen(pinned, observed, wouldRun),
            remedy: inspectOrAccept(command, wouldRun),
          };
        }
      }
    },
  },
});
