import { defineRule } from "./define.ts";

export const proxied = defineRule({
  id: "proxied",
  title: "The entry or a project sends connections through a proxy",
  severity: "warning",
  docs: {
    why: "Whoever runs the proxy sees which packages are fetched and which services are called, and can stop updates. It cannot change what is proved by certificates and pins. A proxy in your own configuration, and one that was there when the entry was locked or accepted, is not named.",
    remedy:
      "Remove it if it is not yours; else `pinfold accept SERVER`, or set it for the whole session.",
  },
  checks: {
    *environment({ name, location, variables }) {
      for (const { outcome, isAccepted, ...variable } of variables) {
        if (outcome !== "proxy" || isAccepted) continue;
        yield {
          message: `the variable ${variable.name} ${variable.does}`,
          location,
          remedy: `remove ${variable.name} if it is not yours; if it is: pinfold accept ${name}`,
        };
      }
    },
    *npx({ settings }) {
      for (const { outcome, option, does, location, by } of settings) {
        if (outcome === "proxy" && by === "project")
          yield { message: `npm's option ${option} ${does}`, location };
      }
    },
  },
});
