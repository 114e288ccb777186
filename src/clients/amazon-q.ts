import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

export const amazonQ: ClientDefinition = {
  id: "amazon-q",
  name: "Amazon Q Developer",
  read: mcpServers(SWITCHABLE),
  locations: [
    {
      scope: "user",
      path: "~/.aws/amazonq/mcp.json",
      source: "aws/amazon-q-developer-cli:crates/chat-cli/src/util/paths.rs",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.amazonq/mcp.json",
      source: "aws/amazon-q-developer-cli:crates/chat-cli/src/util/paths.rs",
      confidence: "high",
    },
    {
      scope: "agent",
      path: "~/.aws/amazonq/cli-agents/*.json",
      source: "aws/amazon-q-developer-cli:crates/chat-cli/src/util/paths.rs",
      confidence: "high",
    },
    {
      scope: "agent",
      path: "{project}/.amazonq/cli-agents/*.json",
      source: "aws/amazon-q-developer-cli:crates/chat-cli/src/util/paths.rs",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.aws/amazonq/agents/{default,mcp}.json",
      source: "snyk/agent-scan:src/agent_scan/well_known_clients.py",
      confidence: "medium",
    },
  ],
};
