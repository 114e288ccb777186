import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { opencodeServers } from "./reading/opencode.ts";
import { mcpServers } from "./reading/readers.ts";

export const kilo: ClientDefinition = {
  id: "kilo",
  name: "Kilo Code",
  read: opencodeServers,
  variables: { "{env:HOME}": "home" },
  locations: [
    {
      scope: "user",
      path: "~/.config/kilo/kilo.{json,jsonc}",
      format: "jsonc",
      source: "Kilo-Org/kilocode:packages/kilo-docs/pages/automate/mcp/using-in-kilo-code.md",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/{kilo.jsonc,.kilo/kilo.jsonc}",
      format: "jsonc",
      source: "Kilo-Org/kilocode:packages/kilo-docs/pages/automate/mcp/using-in-kilo-code.md",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{support}/Code/User/globalStorage/kilocode.kilo-code/settings/mcp_settings.json",
      read: mcpServers(SWITCHABLE),
      isLegacy: true,
      source: "CoplayDev/unity-mcp#438",
      confidence: "medium",
    },
    {
      scope: "project",
      path: "{project}/.kilocode/mcp.json",
      read: mcpServers(SWITCHABLE),
      isLegacy: true,
      source: "https://kilo.ai/docs/automate/mcp/using-in-kilo-code",
      confidence: "high",
    },
    {
      scope: "user",
      path: "~/.kilocode/cli/global/settings/mcp_settings.json",
      read: mcpServers(SWITCHABLE),
      isLegacy: true,
      source: "https://kilo.ai/docs/automate/mcp/using-in-cli",
      confidence: "high",
    },
  ],
};
