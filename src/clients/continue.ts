import { type ClientDefinition } from "./define.ts";
import { continueJson, continueLegacy, continueServers } from "./reading/continue.ts";

export const continueDev: ClientDefinition = {
  id: "continue",
  name: "Continue",
  replaces: ["${{ secrets.NAME }}"],
  startsScripts: true,
  read: continueServers,
  locations: [
    {
      scope: "user",
      path: "~/.continue/config.yaml",
      format: "yaml",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.continue/config.json",
      read: continueLegacy,
      isLegacy: true,
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.continue/mcpServers/*.{yaml,yml}",
      format: "yaml",
      source: "continuedev/continue:core/context/mcp/json/loadJsonMcpConfigs.ts",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.continue/mcpServers/*.json",
      read: continueJson,
      source: "continuedev/continue:core/context/mcp/json/loadJsonMcpConfigs.ts",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.continue/mcpServers/*.{yaml,yml}",
      format: "yaml",
      source: "continuedev/continue:core/context/mcp/json/loadJsonMcpConfigs.ts",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.continue/mcpServers/*.json",
      read: continueJson,
      source: "continuedev/continue:core/context/mcp/json/loadJsonMcpConfigs.ts",
      confidence: "high",
    },
  ],
};
