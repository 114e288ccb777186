import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const kimiCli: ClientDefinition = {
  id: "kimi-cli",
  name: "Kimi CLI",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "~/.kimi/mcp.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
  ],
};
