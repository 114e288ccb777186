import { isBeneath } from "../model/launcher-chain.ts";
import { inspectOrAccept, seen, sharedBy } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const shadowedInterpreter = defineRule({
  id: "shadowed-interpreter",
  title: "Another interpreter comes before the pinned one",
  severity: "error",
  docs: {
    why: "A launcher such as npx is a script: its first line asks for `node` on the PATH. A program of that name in an earlier folder runs in its place, and every byte of the launcher is unchanged. uv starts every Python that it finds, its own installations first and then those of the PATH, to ask what it is: one that came since, before the one that was pinned, is run at the next start, and taken if it gives the right answer.",
    remedy:
      "Look at what stands there now and who put it there. Remove what is not yours; accept it with `pinfold accept LAUNCHER` only where you know why it changed.",
  },
  checks: {
    *python({ name, problems }) {
      for (const { kind, message, path, pinned, wouldRun } of problems) {
        if (kind !== "interpreter") continue;
        yield {
          message,
          location: { file: path },
          ...seen(pinned, null, wouldRun),
          remedy: `inspect ${path} and remove it if it is not yours; if it is: pinfold lock ${name}`,
        };
      }
    },
    *chain({ chains }) {
      for (const { command, servers, changes } of chains) {
        for (const change of changes) {
          if (!isBeneath(change.role)) continue;
          const { kind, path, name, role, pinned, observed, wouldRun } = change;
          const verb = role === "library" ? "load" : "be run by";
          if (kind !== "shadowed" && kind !== "other-way") continue;
          const isOther = kind === "shadowed";
          yield {
            severity: isOther ? "error" : "warning",
            message: isOther
              ? `${command} would ${verb} another ${name} than the pinned ${path}${sharedBy(servers)}`
              : `${name}, which ${command} needs, is found in another place than ${path}, and is the same program`,
            ...seen(pinned, observed, wouldRun),
            remedy: inspectOrAccept(command, wouldRun),
          };
        }
      }
    },
  },
});
