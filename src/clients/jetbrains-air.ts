import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const jetbrainsAir: ClientDefinition = {
  id: "jetbrains-air",
  name: "JetBrains Air",
  read: mcpServers(),
  traces: ["{support}/JetBrains"],
  locations: [
    {
      scope: "project",
      path: "{project}/.air/mcp.json",
      source: "https://www.jetbrains.com/help/air/mcp-servers.html",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.mcp.json",
      isShared: true,
      source: "https://www.jetbrains.com/help/air/mcp-servers.html",
      confidence: "high",
    },
  ],
};
