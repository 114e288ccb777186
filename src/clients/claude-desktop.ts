import { type ClientDefinition, LINUX, MACOS, WINDOWS } from "./define.ts";
import { STANDARD } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

export const claudeDesktop: ClientDefinition = {
  id: "claude-desktop",
  name: "Claude Desktop",
  secretsBy:
    "Claude Desktop replaces nothing: let a launcher fetch it (`op run --`, `doppler run --`), or use a desktop extension, which keeps it encrypted",
  replaces: [],
  processes: ["claude-desktop"],
  // Of a file it takes commands alone; `type` is written by other tools, and passed over.
  read: mcpServers({ ...STANDARD, others: ["type"] }),
  traces: ["{support}/Claude", "{localAppData}/Packages/Claude_*"],
  gaps: ["connectors of the account leave no entry in a file"],
  logs: [
    {
      on: MACOS,
      path: "~/Library/Logs/Claude/mcp-server-*.log",
      kind: "claude-desktop",
      source: "https://modelcontextprotocol.io/docs/tools/debugging",
      confidence: "high",
    },
    {
      on: WINDOWS,
      path: "{localAppData}/Packages/Claude_*/LocalCache/Roaming/Claude/logs/mcp-server-*.log",
      kind: "claude-desktop",
      source: "anthropics/claude-code#25579",
      confidence: "medium",
    },
    {
      on: WINDOWS,
      path: "{appData}/Claude/logs/mcp-server-*.log",
      kind: "claude-desktop",
      source: "https://modelcontextprotocol.io/quickstart/user",
      confidence: "high",
    },
    {
      on: LINUX,
      path: "~/.config/Claude/logs/mcp-server-*.log",
      kind: "claude-desktop",
      source: "public-code-index id 59188347810",
      confidence: "medium",
    },
  ],
  wrongPlaces: [
    {
      on: WINDOWS,
      path: "{localAppData}/{Claude,AnthropicClaude,Anthropic/Claude}/claude_desktop_config.json",
      source: "public-code-index id 61180220394",
    },
    {
      on: WINDOWS,
      path: "{appData}/{AnthropicClaude,Anthropic/Claude}/claude_desktop_config.json",
      source: "public-code-index id 19396819177",
    },
    {
      on: WINDOWS,
      path: "{appData}/Claude/claude_desktop_config.json.txt",
      why: "Explorer hides its second extension, .txt",
      source: "modelcontextprotocol/docs#42",
    },
    {
      on: MACOS,
      path: "{support}/{AnthropicClaude,Anthropic/Claude}/claude_desktop_config.json",
      source: "public-code-index id 52967112159",
    },
    {
      path: "~/{.claude,.anthropic/claude}/claude_desktop_config.json",
      source: "public-code-index id 52169224062",
    },
  ],
  locations: [
    {
      on: MACOS,
      scope: "user",
      path: "{support}/Claude/claude_desktop_config.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      // MSIX, the installer's default since February 2026: it never reads the plain path.
      on: WINDOWS,
      scope: "user",
      path: "{localAppData}/Packages/Claude_*/LocalCache/Roaming/Claude/claude_desktop_config.json",
      source: "anthropics/claude-code#25579",
      confidence: "high",
    },
    {
      on: WINDOWS,
      scope: "user",
      path: "{appData}/Claude/claude_desktop_config.json",
      isLegacy: true,
      unless: {
        path: "{localAppData}/Packages/Claude_*",
        why: "the MSIX package, which is installed here, has a folder of its own",
        beside: "{localAppData}/AnthropicClaude/*.exe",
      },
      source: "smithery-ai/cli:src/config/clients.ts",
      confidence: "high",
    },
    {
      on: LINUX,
      scope: "user",
      path: "~/.config/Claude/claude_desktop_config.json",
      source: "neondatabase/add-mcp:src/agents.ts",
      confidence: "medium",
    },
  ],
};
