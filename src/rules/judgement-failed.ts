import { defineRule } from "./define.ts";

export const judgementFailed = defineRule({
  id: "judgement-failed",
  title: "pinfold could not judge the server",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "Something that is needed to know what would run could not be read. Other servers are judged all the same.",
    remedy: "Mend what the message names and run `pinfold verify` again.",
  },
  checks: {
    *failures(failures) {
      for (const { message, hint, isDamagedState, tampered } of failures)
        if (!isDamagedState && tampered === null) yield { message, remedy: hint };
    },
  },
});
