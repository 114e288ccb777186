import { defineRule } from "./define.ts";

export const unjudgedSetting = defineRule({
  id: "unjudged-setting",
  title: "A setting can change what runs, and no rule judges it",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "An option, a variable or a line of a configuration file can lead the launcher to other code. Where pinfold cannot tell what it leads to, the server is not judged.",
    remedy: "Remove it from the entry or from the configuration, if the server works without.",
  },
  checks: {
    *launch({ launch, obstacle, isAccepted, unjudged }) {
      const isTold =
        launch.kind === "opaque" ||
        launch.kind === "remote" ||
        obstacle !== null ||
        (launch.endpoint !== null && !isAccepted);
      if (isTold || unjudged.length === 0) return;
      yield { message: `${unjudged.join(", ")} can change what runs, which is not judged yet` };
    },
  },
});
