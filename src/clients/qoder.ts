import { type ClientDefinition, UNIX, WINDOWS } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";

export const qoder: ClientDefinition = {
  id: "qoder",
  name: "Qoder",
  read: mcpServers(),
  locations: [
    {
      on: UNIX,
      scope: "user",
      path: "~/.qoder/mcp.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "medium",
    },
    {
      on: WINDOWS,
      scope: "user",
      path: "{appData}/Qoder/SharedClientCache/mcp.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "medium",
    },
  ],
};
