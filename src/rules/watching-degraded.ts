import { defineRule } from "./define.ts";

export const watchingDegraded = defineRule({
  id: "watching-degraded",
  title: "The system gives the agent no more watches",
  severity: "warning",
  docs: {
    why: "The number of files that programs may watch is limited for each user, and an editor or a synchroniser can use it up. The agent then asks every minute whether anything changed: nothing is missed, but it is seen later.",
    remedy:
      "On Linux raise the limit: `sysctl fs.inotify.max_user_watches=524288` (and in /etc/sysctl.d to keep it), then `pinfold agent restart`.",
  },
  checks: {
    *agent({ degraded }) {
      if (degraded !== null) yield { message: degraded };
    },
  },
});
