import { defineRule } from "./define.ts";

export const redirectedHome = defineRule({
  id: "redirected-home",
  title: "The entry has configuration and caches read from other folders",
  severity: "warning",
  docs: {
    why: "With another home folder or another file of npm's configuration the launcher obeys settings that are not yours. pinfold follows them and judges what is there; settings that redirect or run code are errors of their own.",
    remedy: "Remove it if it is not yours; else `pinfold accept SERVER`.",
  },
  checks: {
    *environment({ name, location, variables }) {
      for (const { outcome, isAccepted, ...variable } of variables) {
        if (outcome !== "moved" || isAccepted) continue;
        yield {
          message: `the variable ${variable.name} ${variable.does}`,
          location,
          remedy: `remove ${variable.name} if it is not yours; if it is: pinfold accept ${name}`,
        };
      }
    },
    *npx({ settings }) {
      for (const { outcome, option, does, location, by } of settings) {
        const isMoved = outcome === "moved" || outcome === "followed";
        if (isMoved && by === "project")
          yield { message: `npm's option ${option} ${does}`, location };
      }
    },
  },
});
