import { defineRule } from "./define.ts";
import { andBelow } from "./launcher-texts.ts";
import { shellPath } from "./remedies.ts";

export const foreignOwner = defineRule({
  id: "foreign-owner",
  title: "A program or folder of the launcher's chain belongs to somebody else",
  severity: "error",
  docs: {
    why: "The owner of a file can change it, and the owner of a folder or link can replace what it leads to. On a chain that starts your servers that may be you and root, nobody else. Where no account of this machine has the owner's number (an archive that root unpacked), it is a warning.",
    remedy:
      "Find out why it belongs to somebody else. Give it back (`chown`), or install the program anew.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, hazards } of chains) {
        for (const { kind, path, detail, name, isGrave, others = 0 } of hazards) {
          if (kind !== "foreign-owner") continue;
          const what = `${path}${andBelow(others)}, on the way to ${name},`;
          const belongs = `${others === 0 ? "belongs" : "belong"} to ${detail}`;
          const owner = shellPath(path);
          const back = `chown ${others === 0 ? "" : "-R "}root: ${owner}, or to yourself`;
          yield {
            severity: isGrave ? "error" : "warning",
            message: isGrave
              ? `${what} ${belongs}: neither you nor root`
              : `${what} ${belongs}, which is nobody's account here: whoever gets that number next can change it`,
            location: { file: path },
            observed: `owner ${detail}`,
            wouldRun: `whatever ${detail} puts there in place of ${name}`,
            remedy: isGrave
              ? `${back}; or accept the chain with a reason and an end: pinfold accept ${command} --reason TEXT --until DATE`
              : back,
          };
        }
      }
    },
  },
});
