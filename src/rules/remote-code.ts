import { defineRule } from "./define.ts";

export const remoteCode = defineRule({
  id: "remote-code",
  title: "What answers is on another machine",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "The code behind an address can be another one at each request, and nobody but its operator sees it. What can be pinned is the entry: the address and whatever the client executes to reach it.",
    remedy:
      "A person who trusts the operator says so until a day: `pinfold accept SERVER --reason TEXT --until DAY`, or `accepted` in a team's policy.json. A changed address ends that.",
  },
  checks: {
    *launch({ name, launch, obstacle, isAccepted }) {
      if (isAccepted || launch.endpoint === null) return;
      const remedy = `if you trust who runs it: pinfold accept ${name} --reason TEXT --until DAY`;
      if (launch.kind === "remote")
        yield {
          message: `the code of a remote server cannot be checked: ${launch.endpoint}`,
          remedy,
        };
      else if (launch.kind !== "opaque" && obstacle === null)
        yield {
          message: `it is a bridge: the code at its other end cannot be checked: ${launch.endpoint}`,
          remedy,
        };
    },
  },
});
