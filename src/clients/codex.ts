import { type ClientDefinition, MACOS, UNIX, WINDOWS } from "./define.ts";
import { codexServers } from "./reading/codex.ts";
import { mcpServers } from "./reading/readers.ts";

export const codex: ClientDefinition = {
  id: "codex",
  name: "Codex",
  secretsBy:
    'write env_vars = ["NAME"] (of a header: bearer_token_env_var), and set it where Codex is started',
  replaces: [],
  isOfTerminal: true,
  // codex-rs/rmcp-client/src/utils.rs: the environment is cleared to these, and `env_vars`.
  handsOn: {
    only: "HOME LOGNAME PATH SHELL USER __CF_USER_TEXT_ENCODING LANG LC_ALL TERM TMPDIR TZ".split(
      " ",
    ),
  },
  processes: ["codex"],
  read: codexServers,
  traces: ["{CODEX_HOME|~/.codex}"],
  locations: [
    {
      scope: "user",
      path: "{CODEX_HOME|~/.codex}/config.toml",
      format: "toml",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{CODEX_HOME|~/.codex}/*.config.toml",
      format: "toml",
      source: "snyk/agent-scan:src/agent_scan/agents/codex.py",
      confidence: "medium",
    },
    {
      scope: "project",
      path: "{up}/.codex/config.toml",
      format: "toml",
      source: "snyk/agent-scan:src/agent_scan/agents/codex.py",
      confidence: "high",
    },
    {
      on: UNIX,
      scope: "system",
      path: "/etc/codex/config.toml",
      format: "toml",
      source: "snyk/agent-scan:src/agent_scan/agents/codex.py",
      confidence: "high",
    },
    {
      on: WINDOWS,
      scope: "system",
      path: "{programData}/OpenAI/Codex/config.toml",
      format: "toml",
      source: "snyk/agent-scan:src/agent_scan/agents/codex.py",
      confidence: "medium",
    },
    {
      scope: "plugin",
      path: "{CODEX_HOME|~/.codex}/plugins/**/.mcp.json",
      read: mcpServers(),
      folderAbove: 1,
      source: "snyk/agent-scan:src/agent_scan/agents/codex.py",
      confidence: "medium",
    },
  ],
  gapPlaces: [
    {
      on: MACOS,
      path: "/Library/Managed Preferences/com.openai.codex.plist",
      gap: "a managed property list may define servers; it is not read",
      source: "snyk/agent-scan:src/agent_scan/agents/codex.py",
      confidence: "medium",
    },
  ],
};
