import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const witsy: ClientDefinition = {
  id: "witsy",
  name: "Witsy",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "{support}/Witsy/settings.json",
      source: "smithery-ai/cli:src/config/clients.ts",
      confidence: "medium",
    },
  ],
};
