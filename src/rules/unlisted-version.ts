import { defineRule } from "./define.ts";

export const unlistedVersion = defineRule({
  id: "unlisted-version",
  title: "The registry does not say whether it has the pinned version",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "The registry that the entry leads to lists the package without the pinned version, or without a digest of it. Mirrors leave out versions and digests, so this proves nothing: neither that it was taken away nor that it is the same.",
    remedy: "Ask a registry that has all versions, or whoever runs this one.",
  },
  checks: {
    *online({ packages }) {
      for (const { package: own, pinned, held, registry } of packages) {
        if (held !== "unlisted" && held !== "incomparable") continue;
        yield {
          message:
            held === "unlisted"
              ? `${registry} does not list ${own} ${pinned}, and does not say that it was taken away`
              : `${registry} gives no sha512 of ${own} ${pinned} that could be compared`,
          pinned,
          remedy: `ask whoever runs ${registry}, or ask another registry`,
        };
      }
    },
  },
});
