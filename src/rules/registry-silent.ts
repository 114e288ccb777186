import { defineRule } from "./define.ts";

export const registrySilent = defineRule({
  id: "registry-silent",
  title: "A registry could not be asked what the next start runs",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "The registry did not answer, answered nonsense, or offers nothing that fits the entry. What is installed was compared with its pin all the same; what the next start runs is not known. Whoever can keep a registry from answering must not get a clean report by it.",
    remedy:
      "Check the network and npm's registry setting, and run `pinfold verify --online` again.",
  },
  checks: {
    *online({ packages, problems, isFloating }) {
      for (const { message, hint } of problems)
        yield { message: `what the next start runs is not known: ${message}`, remedy: hint };
      for (const { package: own, next, registry } of packages) {
        if (next !== null || !isFloating) continue;
        yield {
          message: `what the next start runs is not known: ${registry} offers no ${own} that fits the entry`,
          remedy: "look at the version in the config",
        };
      }
    },
  },
});
