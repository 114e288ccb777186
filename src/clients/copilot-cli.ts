import { type ClientDefinition } from "./define.ts";
import { STANDARD } from "./reading/entry.ts";
import { mcpServers, mcpServersOrFlat } from "./reading/readers.ts";

const SHAPE = {
  ...STANDARD,
  others: ["type", "tools", "cwd", "timeout", "deferTools", "oauthClientId"],
};

export const copilotCli: ClientDefinition = {
  id: "copilot-cli",
  name: "Copilot CLI",
  replaces: ["${NAME}", "$NAME"],
  isOfTerminal: true,
  read: mcpServers(SHAPE),
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
      read: mcpServersOrFlat(SHAPE),
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
