import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const mcporter: ClientDefinition = {
  id: "mcporter",
  name: "MCPorter",
  read: mcpServers(),
  locations: [
    {
      scope: "user",
      path: "~/.mcporter/mcporter.{json,jsonc}",
      format: "jsonc",
      source: "neondatabase/add-mcp:src/agents.ts",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/config/mcporter.json",
      format: "jsonc",
      source: "neondatabase/add-mcp:src/agents.ts",
      confidence: "high",
    },
  ],
};
