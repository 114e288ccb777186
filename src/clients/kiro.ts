import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { all, mcpServers, serversAt, shaped } from "./reading/readers.ts";

const SHAPE = {
  ...SWITCHABLE,
  others: ["type", "autoApprove", "disabledTools", "timeout", "oauth"],
};

export const kiro: ClientDefinition = {
  id: "kiro",
  name: "Kiro",
  replaces: ["${NAME}"],
  read: all(mcpServers(SHAPE), serversAt(["powers", "mcpServers"], shaped(SHAPE))),
  variables: { "${HOME}": "home", "${USERPROFILE}": "home" },
  locations: [
    {
      scope: "user",
      path: "~/.kiro/settings/mcp.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.kiro/settings/mcp.json",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/kiro.py",
      confidence: "high",
    },
    {
      scope: "agent",
      path: "~/.kiro/agents/*.json",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/kiro.py",
      confidence: "high",
    },
    {
      scope: "agent",
      path: "{project}/.kiro/agents/*.json",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/kiro.py",
      confidence: "high",
    },
    {
      scope: "plugin",
      path: "~/.kiro/powers/installed/*/mcp.json",
      folderAbove: 1,
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/kiro.py",
      confidence: "medium",
    },
  ],
};
