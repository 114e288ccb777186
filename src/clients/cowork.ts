import { type ClientDefinition, MACOS } from "./define.ts";
import { extensionServers } from "./reading/extension.ts";
import { mcpServers } from "./reading/readers.ts";

// Starts Claude Desktop's servers and extensions, the extensions with the system's Node.
export const cowork: ClientDefinition = {
  id: "cowork",
  name: "Cowork",
  read: mcpServers(),
  traces: ["~/Library/Application Support/Claude/local-agent-mode-sessions"],
  locations: [
    {
      on: MACOS,
      scope: "user",
      path: "{support}/Claude/claude_desktop_config.json",
      isShared: true,
      source: "anthropics/claude-code#36694",
      confidence: "low",
    },
    {
      on: MACOS,
      scope: "extension",
      path: "{support}/Claude/Claude Extensions/*/manifest.json",
      read: extensionServers,
      folderAbove: 1,
      isShared: true,
      source: "anthropics/claude-code#36694",
      confidence: "low",
    },
  ],
};
