import { defineRule } from "./define.ts";

export const unpublishedVersion = defineRule({
  id: "unpublished-version",
  title: "The pinned version was taken away from its registry",
  severity: "error",
  docs: {
    why: "Versions are taken away when something is badly wrong with them: malware, a leaked secret, a mistake. What is installed runs on. Where the version is gone npx installs an older one without a word if the entry lets it, and fails if not.",
    remedy:
      "Look for the reason in the project's news and in security advisories before you start the server again. Then `pinfold update SERVER` moves the pin to a version that is still there.",
  },
  checks: {
    *online({ name, packages }) {
      for (const { package: own, pinned, held, registry } of packages) {
        if (held !== "unpublished") continue;
        yield {
          message: `${registry} had ${own} ${pinned} and has it no more`,
          pinned,
          remedy: `find out why before you start it again; then: pinfold update ${name}`,
        };
      }
    },
  },
});
