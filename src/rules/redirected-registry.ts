import { defineRule } from "./define.ts";
import { problemsOf } from "./trees.ts";

export const redirectedRegistry = defineRule({
  id: "redirected-registry",
  title: "The entry or a project has packages fetched from another registry",
  severity: "error",
  docs: {
    why: "A variable or an option of the entry, a configuration that it leads to, or the `.npmrc` of the folder that the server is started in, names another registry than the user's own configuration. The next install gets whatever that registry hands out under the package's name.",
    remedy:
      "Remove the setting. A registry that everybody uses belongs into the user's or the machine's own configuration of npm or uv, which is no alarm.",
  },
  checks: {
    *environment({ name, location, variables }) {
      for (const variable of variables) {
        if (variable.outcome !== "registry" || variable.isAccepted) continue;
        yield {
          message: `the variable ${variable.name} ${variable.does}`,
          location,
          remedy: `remove ${variable.name} from the entry, or set it for all in your own configuration; if it is yours: pinfold accept ${name} --reason TEXT --until DATE`,
        };
      }
    },
    *entry({ name, location, newSources }) {
      for (const option of newSources)
        yield {
          message: `the entry says ${option}, which it did not when it was locked: what runs comes from another place`,
          location,
          remedy: `remove ${option} from the entry; if it is yours: pinfold accept ${name}`,
        };
    },
    python: (evidence) => problemsOf(evidence, "settings"),
    *npx({ settings }) {
      for (const { outcome, option, location, by } of settings) {
        if (outcome !== "registry" || by !== "project") continue;
        yield {
          message: `npx obeys ${option} of ${location.file}, which is not the user's own configuration`,
          location,
          remedy: `remove ${option} from that file, or set it for all: npm config set --location=user ${option} URL`,
        };
      }
    },
  },
});
