import { defineRule } from "./define.ts";

export const quarantinedProject = defineRule({
  id: "quarantined-project",
  title: "The index holds a pinned package for unsafe",
  severity: "error",
  docs: {
    why: "An index puts a project into quarantine when it takes it for malware, or its account for stolen: nothing of it can be installed until somebody has looked. What is installed here may be what was found.",
    remedy:
      "Do not start the server. Look for the reason in the index's and the project's news; if the version that is pinned was one of the bad ones, replace the secrets that the server was given.",
  },
  checks: {
    *online({ statuses }) {
      for (const { package: own, version, kind, reason } of statuses) {
        if (kind !== "quarantined") continue;
        yield {
          message: `the index has ${own} (${version}) in quarantine${reason === "" ? "" : `: ${reason.slice(0, 300)}`}`,
          pinned: version,
          remedy: "do not start the server until you know why",
        };
      }
    },
  },
});
