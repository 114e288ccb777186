import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

export const factoryDroid: ClientDefinition = {
  id: "factory-droid",
  name: "Factory Droid",
  read: mcpServers(SWITCHABLE),
  locations: [
    {
      scope: "user",
      path: "~/.factory/mcp.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.factory/mcp.json",
      source: "supermemoryai/install-mcp:src/client-config.ts",
      confidence: "high",
    },
  ],
};
