import { defineRule } from "./define.ts";

export const contradictedOrigin = defineRule({
  id: "contradicted-origin",
  title: "A package says of its origin what contradicts something else",
  severity: "warning",
  docs: {
    why: "The repository of a package is whatever its author writes there, and so is the name under which it wants to be found in a registry of MCP servers. Where its verified provenance, or that name, belongs to somebody else, one of them is not what it seems: a fork that was not renamed, or a package that borrows a known one's good name.",
    remedy:
      "Look at the repository that the provenance names: that is where it was built. Ask the project which package is theirs.",
  },
  checks: {
    *names({ location, label, contradictions }) {
      for (const text of contradictions)
        yield {
          message: `${label}: ${text}`,
          location,
          remedy: "ask the project that it names whether the package is theirs, before you pin it",
        };
    },
  },
});
