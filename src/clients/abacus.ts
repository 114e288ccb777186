import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const abacus: ClientDefinition = {
  id: "abacus",
  name: "Abacus AI Desktop",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "~/.abacusai/mcp.json",
      source: "https://abacus.ai/help/abacusai-desktop/mcp-configuration",
      confidence: "medium",
    },
  ],
};
