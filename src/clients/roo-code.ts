import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

const SHAPE = {
  ...SWITCHABLE,
  others: ["type", "cwd", "alwaysAllow", "timeout", "watchPaths", "disabledTools"],
};

export const rooCode: ClientDefinition = {
  id: "roo-code",
  name: "Roo Code",
  replaces: ["${env:NAME}"],
  startsScripts: true,
  read: mcpServers(SHAPE),
  variables: {
    "${workspaceFolder}": "folder",
    "${env:HOME}": "home",
    "${env:USERPROFILE}": "home",
  },
  locations: [
    {
      scope: "user",
      path: "{support}/{Code,Code - Insiders}/User/globalStorage/rooveterinaryinc.roo-cline/settings/mcp_settings.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.roo/mcp.json",
      source: "RooCodeInc/Roo-Code:src/services/mcp/McpHub.ts",
      confidence: "high",
    },
  ],
};
