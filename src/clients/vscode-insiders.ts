import { type ClientDefinition } from "./define.ts";
import { vscodeServers, vscodeSettings } from "./reading/vscode.ts";

export const vscodeInsiders: ClientDefinition = {
  id: "vscode-insiders",
  name: "VS Code Insiders",
  replaces: ["${input:ID}", "${env:NAME}"],
  processes: ["code-insiders"],
  read: vscodeServers,
  traces: ["{support}/Code - Insiders/User"],
  variables: {
    "${userHome}": "home",
    "${workspaceFolder}": "folder",
    "${env:HOME}": "home",
    "${env:USERPROFILE}": "home",
  },
  locations: [
    {
      scope: "user",
      path: "{support}/Code - Insiders/User/mcp.json",
      format: "jsonc",
      source: "microsoft/vscode-docs:docs/copilot/reference/mcp-configuration.md",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{support}/Code - Insiders/User/profiles/*/mcp.json",
      format: "jsonc",
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{support}/Code - Insiders/User/settings.json",
      format: "jsonc",
      read: vscodeSettings,
      isLegacy: true,
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "high",
    },
  ],
};
