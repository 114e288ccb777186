import { defineDiagnosis } from "../define.ts";

export const openContainer = defineDiagnosis({
  id: "open-container",
  title: "A container is given what it was to be kept from",
  severity: "error",
  consequence: "scope",
  docs: {
    why: "Containers keep a server away from this machine. `--privileged`, the engine's socket, or the disk mounted into it take that away: whoever controls the server controls the machine.",
    remedy:
      "Leave the option out, or mount the one folder that the server works on, read-only where that is enough: `-v FOLDER:/data:ro`.",
  },
  checks: {
    *scope({ container }) {
      for (const { option, gives, isGrave, location, excerpt } of container)
        yield {
          message: `${option} gives it ${gives}`,
          location,
          excerpt,
          ...(isGrave ? {} : { severity: "warning" as const }),
        };
    },
  },
});
