import { type ClientDefinition, LINUX, MACOS, WINDOWS } from "./define.ts";
import {
  agentServers,
  CLAUDE_CODE_ENTRY,
  claudeCodeSettling,
  pluginServers,
} from "./reading/claude-code.ts";
import { all, localServers, mcpServers, mcpServersOrFlat, noServers } from "./reading/readers.ts";

export const claudeCode: ClientDefinition = {
  id: "claude-code",
  name: "Claude Code",
  read: mcpServers(CLAUDE_CODE_ENTRY),
  traces: ["{CLAUDE_CONFIG_DIR|~/.claude}", "~/.claude.json"],
  variables: { "${CLAUDE_PLUGIN_ROOT}": "folder", "${HOME}": "home", "${USERPROFILE}": "home" },
  gaps: ["connectors of the account, and what --mcp-config names, leave no entry in a file"],
  locations: [
    {
      scope: "user",
      path: "{CLAUDE_CONFIG_DIR|~}/.claude.json",
      read: all(mcpServers(CLAUDE_CODE_ENTRY), localServers(CLAUDE_CODE_ENTRY)),
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{up}/.mcp.json",
      read: mcpServersOrFlat(CLAUDE_CODE_ENTRY),
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
    {
      on: MACOS,
      scope: "managed",
      path: "/Library/Application Support/ClaudeCode/managed-mcp.json",
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
    {
      on: LINUX,
      scope: "managed",
      path: "/etc/claude-code/managed-mcp.json",
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
    {
      on: WINDOWS,
      scope: "managed",
      path: "{programFiles}/ClaudeCode/managed-mcp.json",
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
    {
      scope: "plugin",
      path: "{CLAUDE_CONFIG_DIR|~/.claude}/plugins/{cache,repos}/**/.mcp.json",
      read: mcpServersOrFlat(CLAUDE_CODE_ENTRY),
      folderAbove: 1,
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
    {
      scope: "plugin",
      path: "{CLAUDE_CONFIG_DIR|~/.claude}/plugins/{cache,repos}/**/.claude-plugin/plugin.json",
      read: pluginServers,
      folderAbove: 2,
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
    {
      scope: "agent",
      path: "{CLAUDE_CONFIG_DIR|~/.claude}/agents/*.md",
      format: "frontmatter",
      read: agentServers,
      source: "anthropics/claude-code:CHANGELOG.md",
      confidence: "medium",
    },
    {
      scope: "agent",
      path: "{project}/.claude/agents/*.md",
      format: "frontmatter",
      read: agentServers,
      source: "anthropics/claude-code:CHANGELOG.md",
      confidence: "medium",
    },
    {
      scope: "user",
      path: "{CLAUDE_CONFIG_DIR|~/.claude}/settings.json",
      read: noServers,
      source: "snyk/agent-scan:src/agent_scan/agents/claude_code.py",
      confidence: "high",
    },
  ],
  settle: claudeCodeSettling,
};
