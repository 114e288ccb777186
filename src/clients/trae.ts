import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const trae: ClientDefinition = {
  id: "trae",
  name: "Trae",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "{support}/Trae/User/mcp.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.trae/mcp.json",
      source: "lorum:docs/tools/trae.md",
      confidence: "medium",
    },
  ],
};
