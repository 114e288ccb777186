import { type ClientDefinition, MACOS } from "./define.ts";
import { CLAUDE_CODE_ENTRY } from "./reading/claude-code.ts";
import { codexServers } from "./reading/codex.ts";
import { geminiServers } from "./reading/gemini.ts";
import { all, localServers, mcpServers } from "./reading/readers.ts";

export const xcode: ClientDefinition = {
  id: "xcode",
  name: "Xcode",
  read: all(mcpServers(CLAUDE_CODE_ENTRY), localServers(CLAUDE_CODE_ENTRY)),
  locations: [
    {
      on: MACOS,
      scope: "user",
      path: "~/Library/Developer/Xcode/CodingAssistant/ClaudeAgentConfig/.claude.json",
      source: "giginet/XCAgentHub:README.md",
      confidence: "medium",
    },
    {
      on: MACOS,
      scope: "user",
      path: "~/Library/Developer/Xcode/CodingAssistant/codex/config.toml",
      format: "toml",
      read: codexServers,
      source: "giginet/XCAgentHub:README.md",
      confidence: "medium",
    },
    {
      on: MACOS,
      scope: "user",
      path: "~/Library/Developer/Xcode/CodingAssistant/gemini/settings.json",
      format: "jsonc",
      read: geminiServers,
      source: "giginet/XCAgentHub:README.md",
      confidence: "medium",
    },
  ],
};
