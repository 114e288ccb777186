import { type ClientDefinition } from "./define.ts";
import { STANDARD } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

const SHAPE = { ...STANDARD, urls: ["serverUrl", "url"] };

export const antigravity: ClientDefinition = {
  id: "antigravity",
  name: "Antigravity",
  read: mcpServers(SHAPE),
  locations: [
    {
      scope: "user",
      path: "~/.gemini/antigravity/mcp_config.json",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/antigravity.py",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.gemini/config/mcp_config.json",
      source: "snyk/agent-scan:src/agent_scan/agents/vscode/antigravity.py",
      confidence: "medium",
    },
  ],
};
