import { defineRule } from "./define.ts";

export const missingLauncher = defineRule({
  id: "missing-launcher",
  title: "The launcher, or a program that it needs, is not there",
  severity: "error",
  verdict: "inconclusive",
  docs: {
    why: "What is missing cannot run, and whoever puts a program of that name onto the PATH next decides what does. A pinned launcher that is gone was removed, or the PATH was changed.",
    remedy:
      "Install it again where it was. Where the client has another PATH than this terminal, say so: `--client-path`.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, isPinned, isPathKnown, changes, hazards } of chains) {
        for (const { kind, name, path, pinned } of changes) {
          if (kind !== "missing") continue;
          yield {
            message: `${name} is not to be found any more; it was ${path}`,
            location: { file: path },
            ...(pinned === null ? {} : { pinned }),
          };
        }
        for (const { kind, name, detail } of hazards) {
          if (kind !== "missing" || isPinned) continue;
          yield {
            // A PATH that was only assumed says little on what the client finds.
            severity: isPathKnown ? "error" : "warning",
            message: `${name}${detail === "" ? "" : `, which ${detail} needs,`} ${where(name)}`,
            remedy: `install ${name}, or say which PATH the client has: --client-path; then pinfold verify (${command})`,
          };
        }
      }
    },
  },
});

function where(name: string): string {
  return name.includes("/")
    ? "is not there as a program"
    : "is not to be found as a program on the PATH of the client";
}
