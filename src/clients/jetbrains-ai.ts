import { type ClientDefinition } from "./define.ts";
import { noServers } from "./reading/readers.ts";

export const jetbrainsAi: ClientDefinition = {
  id: "jetbrains-ai",
  name: "JetBrains AI Assistant",
  read: noServers,
  locations: [],
  gapPlaces: [
    {
      path: "{support}/JetBrains/*/options/mcp.xml",
      gap: "JetBrains does not document this file; its servers are not read",
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "low",
    },
  ],
};
