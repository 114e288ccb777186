import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const enconvo: ClientDefinition = {
  id: "enconvo",
  name: "Enconvo",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "~/.config/enconvo/mcp_config.json",
      source: "smithery-ai/cli:src/config/clients.ts",
      confidence: "medium",
    },
  ],
};
