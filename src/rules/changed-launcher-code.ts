import { inspectOrAccept, seen, sharedBy } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const changedLauncherCode = defineRule({
  id: "changed-launcher-code",
  title: "The code that the launcher loads was changed",
  severity: "error",
  docs: {
    why: "npx is three kilobytes that load two thousand files of npm. One edited file among them changes what is installed and started, while the launcher and every link to it stay the same.",
    remedy:
      "Install the launcher again from where it came from. After an upgrade of your own: `pinfold accept LAUNCHER`.",
  },
  checks: {
    *chain({ chains }) {
      for (const { command, servers, changes } of chains) {
        for (const change of changes) {
          if (change.kind !== "code") continue;
          const { name, path, pinned, observed, isAttested, looksLikeUpgrade, wouldRun } = change;
          const how = looksLikeUpgrade ? ": likely an upgrade, which is not proof" : "";
          yield {
            severity: isAttested ? "warning" : "error",
            message:
              pinned === null
                ? `${command} can load code from ${path}, which was not so when it was pinned`
                : isAttested
                  ? `the code of ${command} (${name}) was changed, and the package database accounts for it`
                  : `the code that ${command} loads (${name}) was changed${how}${sharedBy(servers)}`,
            location: { file: path },
            ...seen(pinned, observed, wouldRun),
            remedy: inspectOrAccept(command, wouldRun),
          };
        }
      }
    },
  },
});
