import { defineRule } from "./define.ts";

export const deprecatedVersion = defineRule({
  id: "deprecated-version",
  title: "The pinned version is deprecated",
  severity: "warning",
  docs: {
    why: "The authors ask not to use this version any more, often because of a security hole or because the project moved. It is their word, which the registry passes on.",
    remedy:
      "Read their message, then look at what a newer version brings: `pinfold update SERVER`.",
  },
  checks: {
    *online({ name, packages }) {
      for (const { package: own, pinned, deprecated } of packages) {
        if (deprecated === null) continue;
        yield {
          message: `${own} ${pinned} is deprecated: ${deprecated.slice(0, 300)}`,
          pinned,
          remedy: `see what a newer version brings: pinfold update ${name}`,
        };
      }
    },
  },
});
