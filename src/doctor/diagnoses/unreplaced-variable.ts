import { defineDiagnosis } from "../define.ts";

export const unreplacedVariable = defineDiagnosis({
  id: "unreplaced-variable",
  title: "A variable is written in a way that the client does not replace",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "Each client has its own way: `${env:NAME}` for Cursor and VS Code, `${NAME}` for Claude Code, `{env:NAME}` for opencode, none at all for Claude Desktop. What a client does not know it hands over as it is written.",
    remedy: "Write it in the client's way, or the value itself where the client has none.",
  },
  checks: {
    *variables({ clientName, texts }) {
      for (const { written, name, state, instead, isOfCommand, location, excerpt } of texts) {
        if (state !== "kept") continue;
        const own = instead?.replace(/NAME|ID|PATH/, name) ?? null;
        yield {
          message: `${clientName} does not replace ${written}: the server is given this text`,
          location,
          excerpt,
          remedy:
            own === null ? `${clientName} replaces no variables: write the value` : `write ${own}`,
          ...(isOfCommand ? { severity: "error" as const, consequence: "no-start" as const } : {}),
        };
      }
    },
  },
});
