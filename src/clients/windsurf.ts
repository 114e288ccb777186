import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

const SHAPE = {
  ...SWITCHABLE,
  urls: ["serverUrl", "url"],
  others: ["type", "disabledTools", "alwaysAllow", "registry"],
};

export const windsurf: ClientDefinition = {
  id: "windsurf",
  name: "Windsurf",
  replaces: ["${env:NAME}", "${file:PATH}"],
  processes: ["windsurf"],
  read: mcpServers(SHAPE),
  traces: ["~/.codeium/windsurf"],
  variables: { "${env:HOME}": "home", "${env:USERPROFILE}": "home" },
  locations: [
    {
      scope: "user",
      path: "~/.codeium/windsurf/mcp_config.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.mcp.json",
      isShared: true,
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/windsurf.py",
      confidence: "medium",
    },
  ],
};
