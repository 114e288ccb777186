import { type ClientDefinition } from "./define.ts";
import { codexServers } from "./reading/codex.ts";
import { mcpServers } from "./reading/readers.ts";

export const warp: ClientDefinition = {
  id: "warp",
  name: "Warp",
  read: mcpServers(),
  traces: ["~/.warp"],
  locations: [
    {
      scope: "user",
      path: "~/.warp/.mcp.json",
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.warp/.mcp.json",
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.agents/.mcp.json",
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.agents/.mcp.json",
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.claude.json",
      isShared: true,
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.mcp.json",
      isShared: true,
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.codex/config.toml",
      format: "toml",
      read: codexServers,
      isShared: true,
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.codex/config.toml",
      format: "toml",
      read: codexServers,
      isShared: true,
      source: "warpdotdev/warp:app/src/ai/mcp/mod.rs",
      confidence: "high",
    },
  ],
};
