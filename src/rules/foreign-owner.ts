import { defineRule } from "./define.ts";

export const foreignOwner = defineRule({
  id: "foreign-owner",
  title: "A program or folder of the launcher's chain belongs to somebody else",
  severity: "error",
  docs: {
    why: "The owner of a file can change it, and the owner of a folder or link can replace what it leads to. On a chain that starts your servers that may be you and root, nobody else.",
    remedy:
      "Find out why it belongs to somebody else. Give it back (`chown`), or install the program anew.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, hazards } of chains) {
        for (const { kind, path, detail, name } of hazards) {
          if (kind !== "foreign-owner") continue;
          yield {
            message: `${path}, on the way to ${name}, belongs to ${detail}: neither you nor root`,
            location: { file: path },
            observed: `owner ${detail}`,
            remedy: `chown it back, or accept the chain with a reason and an end: pinfold accept ${command} --reason TEXT --until DATE`,
          };
        }
      }
    },
  },
});
