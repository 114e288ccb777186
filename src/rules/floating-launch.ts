import { defineRule } from "./define.ts";

export const floatingLaunch = defineRule({
  id: "floating-launch",
  title: "The next start may fetch another version",
  severity: "note",
  verdict: "inconclusive",
  docs: {
    why: "Without an exact version npx asks the registry at every start and installs a newer one silently. The installed copy was compared with its pin; what the next start runs is not known. uvx and `pipx run` resolve all dependencies again at every start, whatever version is named.",
    remedy: "Write the exact version into the config: `npx -y NAME@VERSION`.",
  },
  checks: {
    *launch({ launch, isFloating }) {
      if (!isFloating) return;
      if (launch.ecosystem === "pypi") {
        yield {
          message: `${launch.launcher ?? "uvx"} resolves again at every start: the next one may bring other dependencies`,
          remedy: "an exact version pins the package itself and none of its dependencies",
        };
        return;
      }
      const spec = launch.versionSpec === null ? "no version" : `"${launch.versionSpec}"`;
      yield {
        message: `the entry names ${spec}: the next start may fetch another version of ${launch.package ?? "it"}`,
        remedy: `write the exact version into the config: ${launch.package ?? "NAME"}@VERSION`,
      };
    },
  },
});
