import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const boltai: ClientDefinition = {
  id: "boltai",
  name: "BoltAI",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "~/.boltai/mcp.json",
      source: "smithery-ai/cli:src/config/clients.ts",
      confidence: "medium",
    },
  ],
};
