import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const lmStudio: ClientDefinition = {
  id: "lm-studio",
  name: "LM Studio",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "~/.lmstudio/mcp.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.cache/lm-studio/mcp.json",
      isLegacy: true,
      source: "docker/mcp-gateway:pkg/client/config.yml",
      confidence: "medium",
    },
  ],
};
