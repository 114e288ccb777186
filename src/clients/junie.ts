import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const junie: ClientDefinition = {
  id: "junie",
  name: "Junie",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "~/.junie/mcp/mcp.json",
      source: "gleanwork/mcp-config-schema:packages/mcp-config-schema/configs/junie.json",
      confidence: "medium",
    },
    {
      scope: "project",
      path: "{project}/.junie/mcp/mcp.json",
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "medium",
    },
  ],
};
