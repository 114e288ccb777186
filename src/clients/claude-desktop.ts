import type { ClientDefinition } from "./define.ts";

const shared = { scope: "user", format: "json", servers: ["mcpServers"] } as const;

export const claudeDesktop: ClientDefinition = {
  id: "claude-desktop",
  name: "Claude Desktop",
  locations: [
    {
      ...shared,
      platform: "darwin",
      path: "~/Library/Application Support/Claude/claude_desktop_config.json",
      source: "stacklok/toolhive pkg/client/config.go",
      confidence: "high",
    },
    {
      // MSIX, the installer's default since February 2026: it never reads the plain path.
      ...shared,
      platform: "win32",
      path: "{localAppData}/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json",
      source: "anthropics/claude-code#25579",
      confidence: "high",
    },
    {
      ...shared,
      platform: "win32",
      path: "{appData}/Claude/claude_desktop_config.json",
      source: "smithery-ai/cli src/config/clients.ts",
      confidence: "high",
    },
    {
      ...shared,
      platform: "linux",
      path: "~/.config/Claude/claude_desktop_config.json",
      source: "neondatabase/add-mcp src/agents.ts",
      confidence: "medium",
    },
  ],
};
