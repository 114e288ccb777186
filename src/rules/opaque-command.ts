import type { Launch } from "../model/launch.ts";
import { defineRule } from "./define.ts";

function isOfPython({ launcher }: Launch): boolean {
  return /^(?:uvx?|pipx|python)\b/.test(launcher ?? "");
}

export const opaqueCommand = defineRule({
  id: "opaque-command",
  title: "The command line is not understood",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "pinfold never guesses: a command line that it does not understand to the last option could run anything, and is reported as not judged.",
    remedy:
      "Write the entry as `npx -y NAME@VERSION …` or `uvx NAME@VERSION …`, without options that change what runs. What has to stay as it is can be accepted by a person until a day: `pinfold accept SERVER --reason TEXT --until DAY`.",
  },
  checks: {
    *launch({ name, launch, obstacle, isAccepted }) {
      if (isAccepted && (launch.kind === "opaque" || launch.kind === "remote")) return;
      if (launch.kind === "opaque")
        yield {
          message: launch.reason ?? "the command is not understood",
          remedy: `pinfold list shows how the entry was read; write it as ${isOfPython(launch) ? "uvx" : "npx -y"} NAME@VERSION …, or vouch for it until a day: pinfold accept ${name} --reason TEXT --until DAY`,
        };
      else if (launch.kind !== "remote" && obstacle !== null) yield { message: obstacle };
    },
  },
});
