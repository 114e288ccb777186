import { defineRule } from "./define.ts";

export const weakenedTls = defineRule({
  id: "weakened-tls",
  title: "Connections are proved less than usual",
  severity: "error",
  docs: {
    why: "With checks of certificates turned off, everybody on the way can hand out packages, answer as the server's service, and read its tokens. Further authorities can do the same, and are a warning until they were there when the entry was locked or accepted.",
    remedy:
      "Remove the setting. For a company's own authority set `NODE_EXTRA_CA_CERTS` for the whole session, or `cafile` in your own npm configuration.",
  },
  checks: {
    *environment({ name, location, variables }) {
      for (const { outcome, isAccepted, ...variable } of variables) {
        if (isAccepted || (outcome !== "tls-off" && outcome !== "tls-trust")) continue;
        yield {
          message: `the variable ${variable.name}: ${variable.does}`,
          location,
          severity: outcome === "tls-off" ? "error" : "warning",
          remedy: `remove ${variable.name} from the entry; if it is yours: pinfold accept ${name}${outcome === "tls-off" ? " --reason TEXT --until DATE" : ""}`,
        };
      }
    },
    *npx({ settings }) {
      for (const { outcome, option, does, location, by } of settings) {
        const isTrust = outcome === "tls-trust" && by === "project";
        if (outcome !== "tls-off" && !isTrust) continue;
        yield {
          message: `npm's option ${option}: ${does}`,
          location,
          severity: outcome === "tls-off" && by === "project" ? "error" : "warning",
          remedy: `remove ${option} from ${location.file}`,
        };
      }
    },
  },
});
