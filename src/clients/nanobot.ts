import { type ClientDefinition } from "./define.ts";
import { serversAt } from "./reading/readers.ts";

export const nanobot: ClientDefinition = {
  id: "nanobot",
  name: "nanobot",
  read: serversAt(["tools", "mcpServers"]),
  locations: [
    {
      scope: "user",
      path: "~/.nanobot/config.json",
      source: "supermemoryai/install-mcp:src/client-config.ts",
      confidence: "medium",
    },
  ],
};
