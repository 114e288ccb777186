import { defineRule } from "./define.ts";

export const npmSetting = defineRule({
  id: "npm-setting",
  title: "npm's configuration makes npx run other code",
  severity: "error",
  docs: {
    why: "npx obeys the `.npmrc` of the folder that it is started in, then the user's: `script-shell` is the program that starts the server, `node-options` loads files into it, `package` and `call` replace it.",
    remedy:
      "Remove the line. If you need it for your own scripts, give the server a working directory of its own.",
  },
  checks: {
    *npx({ settings }) {
      for (const { outcome, option, does, runs, location, isSystemShell } of settings) {
        if (outcome !== "injected") continue;
        yield {
          message: `npm's option ${option} ${does}`,
          location,
          ...(runs.length === 0 ? {} : { wouldRun: runs.join(", ") }),
          ...(isSystemShell ? { severity: "warning" } : {}),
          remedy: `remove ${option} from ${location.file}`,
        };
      }
    },
  },
});
