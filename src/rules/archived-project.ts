import { defineRule } from "./define.ts";

export const archivedProject = defineRule({
  id: "archived-project",
  title: "Nobody works on a pinned package any more",
  severity: "note",
  docs: {
    why: "The index says that the project is archived, or deprecated in favour of another: holes that are found in it stay open. It is the authors' own word.",
    remedy:
      "Look for what takes its place; `pinfold update SERVER` shows whether it is still needed.",
  },
  checks: {
    *online({ name, statuses }) {
      for (const { package: own, version, kind, reason } of statuses) {
        if (kind !== "archived" && kind !== "deprecated") continue;
        yield {
          message: `${own} (${version}) is ${kind}${reason === "" ? "" : `: ${reason.slice(0, 300)}`}`,
          pinned: version,
          remedy: `see whether it is still needed: pinfold update ${name}`,
        };
      }
    },
  },
});
