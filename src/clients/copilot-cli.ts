import { type ClientDefinition } from "./define.ts";
import { mcpServers, mcpServersOrFlat } from "./reading/readers.ts";

export const copilotCli: ClientDefinition = {
  id: "copilot-cli",
  name: "Copilot CLI",
  read: mcpServers(),
  traces: ["{COPILOT_HOME|~/.copilot}"],
  variables: { "${HOME}": "home", "${USERPROFILE}": "home" },
  locations: [
    {
      scope: "user",
      path: "{COPILOT_HOME|~/.copilot}/mcp-config.json",
      source: "github/copilot-cli:changelog.md",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{gitRoot}/.mcp.json",
      read: mcpServersOrFlat(),
      isShared: true,
      source: "github/copilot-cli:changelog.md",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{gitRoot}/.github/mcp.json",
      source: "github/copilot-cli:changelog.md",
      confidence: "high",
    },
  ],
};
