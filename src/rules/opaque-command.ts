import { defineRule } from "./define.ts";

export const opaqueCommand = defineRule({
  id: "opaque-command",
  title: "The command line is not understood",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "pinfold never guesses: a command line that it does not understand to the last option could run anything, and is reported as not judged.",
    remedy:
      "Write the entry as `npx -y NAME@VERSION …`, without options of npx that change what runs.",
  },
  checks: {
    *launch({ launch, obstacle, unjudged, isAccepted }) {
      if (isAccepted && (launch.kind === "opaque" || launch.kind === "remote")) return;
      if (launch.kind === "opaque")
        yield {
          message: launch.reason ?? "the command is not understood",
          remedy: "pinfold list shows how the entry was read; write it as npx -y NAME@VERSION …",
        };
      else if (launch.kind === "remote")
        yield {
          message: `the code of a remote server cannot be checked: ${launch.endpoint ?? "no address"}`,
        };
      else if (obstacle !== null) yield { message: obstacle };
      else if (launch.endpoint !== null && !isAccepted)
        yield {
          message: `it is a bridge: the code at its other end cannot be checked: ${launch.endpoint}`,
        };
      else if (unjudged.length > 0)
        yield {
          message: `${unjudged.join(", ")} can change what runs, which is not judged yet`,
          remedy:
            "remove it from the entry or from npm's configuration, if the server works without",
        };
    },
  },
});
