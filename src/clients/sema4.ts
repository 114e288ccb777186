import { type ClientDefinition, UNIX, WINDOWS } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const sema4: ClientDefinition = {
  id: "sema4",
  name: "Sema4.ai Studio",
  read: mcpServers(),
  locations: [
    {
      on: UNIX,
      scope: "user",
      path: "~/.sema4ai/sema4ai-studio/mcp_servers.json",
      source: "docker/mcp-gateway:pkg/client/config.yml",
      confidence: "medium",
    },
    {
      on: WINDOWS,
      scope: "user",
      path: "{localAppData}/sema4ai/sema4ai-studio/mcp_servers.json",
      source: "docker/mcp-gateway:pkg/client/config.yml",
      confidence: "medium",
    },
  ],
};
