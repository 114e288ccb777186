import { type ClientDefinition } from "./define.ts";
import { mcpServers } from "./reading/readers.ts";
import {
  devcontainer,
  LOOSE,
  vscodeServers,
  vscodeSettings,
  vscodeWorkspace,
} from "./reading/vscode.ts";

export const vscode: ClientDefinition = {
  id: "vscode",
  name: "VS Code",
  replaces: ["${input:ID}", "${env:NAME}"],
  processes: ["code"],
  read: vscodeServers,
  traces: ["{support}/Code/User"],
  variables: {
    "${userHome}": "home",
    "${workspaceFolder}": "folder",
    "${env:HOME}": "home",
    "${env:USERPROFILE}": "home",
  },
  logs: [
    {
      path: "{support}/Code/logs/*/{,window*/}mcpServer.mcp.config.*.log",
      kind: "vscode",
      source: "public-code-index id 68308953091",
      confidence: "medium",
    },
  ],
  locations: [
    {
      scope: "user",
      path: "{support}/Code/User/mcp.json",
      format: "jsonc",
      source: "microsoft/vscode-docs:docs/copilot/reference/mcp-configuration.md",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{support}/Code/User/profiles/*/mcp.json",
      format: "jsonc",
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{support}/Code/User/settings.json",
      format: "jsonc",
      read: vscodeSettings,
      isLegacy: true,
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{COPILOT_HOME|~/.copilot}/mcp-config.json",
      read: mcpServers(LOOSE),
      isShared: true,
      source: "https://code.visualstudio.com/docs/agents/reference/mcp-configuration.md",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.vscode/mcp.json",
      format: "jsonc",
      source: "microsoft/vscode-docs:docs/copilot/reference/mcp-configuration.md",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.mcp.json",
      read: mcpServers(LOOSE),
      isShared: true,
      source: "https://code.visualstudio.com/docs/agents/reference/mcp-configuration.md",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/*.code-workspace",
      format: "jsonc",
      read: vscodeWorkspace,
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/vscode.py",
      confidence: "medium",
    },
    {
      scope: "project",
      path: "{project}/.devcontainer/**/devcontainer.json",
      format: "jsonc",
      read: devcontainer,
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/base.py",
      confidence: "medium",
    },
  ],
  gapPlaces: [
    {
      path: "~/.vscode/extensions/*/package.json",
      mentions: "mcpServerDefinitionProviders",
      gap: "this extension defines servers in its code",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/base.py",
      confidence: "medium",
    },
  ],
};
