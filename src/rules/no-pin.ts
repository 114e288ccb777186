import { defineRule } from "./define.ts";

export const noPin = defineRule({
  id: "no-pin",
  title: "There is no pin for the server",
  severity: "note",
  verdict: "unlocked",
  docs: {
    why: "Without a pin there is nothing to compare with: whatever is installed now, or fetched at the next start, runs.",
    remedy: "`pinfold lock SERVER` shows what would be trusted, asks, and pins it.",
  },
  checks: {
    *program({
      name,
      subject,
      platform,
      isPinned,
      lockfile,
      isForThisPlatform,
      isExpected,
      nearby,
    }) {
      if (isPinned || isForThisPlatform || isExpected || lockfile?.problem != null) return;
      yield {
        message:
          lockfile !== null
            ? `${lockfile.file} has no digest of ${subject} for ${platform}`
            : `there is no pin for ${subject}`,
        remedy: `pinfold lock ${name}`,
      };
      if (nearby !== null)
        yield {
          message: `${nearby} has a pin for it and was not adopted, so it is not used`,
          remedy: `pinfold verify --lockfiles ${nearby} judges with it`,
        };
    },
    *pin({ name, subject, state, expectedBy, nearby }) {
      if (state !== "none" || expectedBy !== null) return;
      yield {
        message: `there is no pin for ${subject}`,
        remedy: `pinfold lock ${name}`,
      };
      if (nearby !== null)
        yield {
          message: `${nearby} has a pin for it and was not adopted, so it is not used`,
          remedy: `pinfold verify --lockfiles ${nearby} judges with it`,
        };
    },
  },
});
