import { type ClientDefinition } from "./define.ts";
import { STANDARD } from "./reading/entry.ts";
import { mcpServers, mcpServersOrFlat } from "./reading/readers.ts";

const SHAPE = { ...STANDARD, others: ["type", "cwd", "envFile", "auth"] };

export const cursor: ClientDefinition = {
  id: "cursor",
  name: "Cursor",
  replaces: ["${env:NAME}"],
  processes: ["cursor"],
  read: mcpServers(SHAPE),
  traces: ["~/.cursor"],
  variables: {
    "${userHome}": "home",
    "${workspaceFolder}": "folder",
    "${env:HOME}": "home",
    "${env:USERPROFILE}": "home",
  },
  gaps: [
    "servers that an extension registers leave no entry in a file",
    "which servers are switched off is not kept in mcp.json",
  ],
  locations: [
    {
      scope: "user",
      path: "~/.cursor/mcp.json",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/cursor.py",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{up}/.cursor/mcp.json",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/cursor.py",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.mcp.json",
      isShared: true,
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/cursor.py",
      confidence: "medium",
    },
    {
      scope: "plugin",
      path: "~/.cursor/plugins/{cache,local}/**/{mcp.json,.mcp.json}",
      read: mcpServersOrFlat(SHAPE),
      folderAbove: 1,
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/cursor.py",
      confidence: "medium",
    },
  ],
};
