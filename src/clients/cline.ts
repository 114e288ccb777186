import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

// An entry may keep its parts under "transport".
const SHAPE = {
  ...SWITCHABLE,
  inside: "transport",
  others: ["type", "cwd", "autoApprove", "alwaysAllow", "timeout", "transportType"],
};

export const cline: ClientDefinition = {
  id: "cline",
  name: "Cline",
  read: mcpServers(SHAPE),
  locations: [
    {
      scope: "user",
      path: "{CLINE_DIR|~/.cline}/data/settings/cline_mcp_settings.json",
      source: "cline/cline:apps/vscode/src/hosts/vscode/mcp-settings-legacy-migration.ts",
      confidence: "high",
    },
    {
      scope: "user",
      path: "{support}/{Code,Code - Insiders,Cursor,Windsurf}/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json",
      isLegacy: true,
      source: "Northbeams-Labs/agentsurface:internal/scan/mcpservers/mcpservers.go",
      confidence: "high",
    },
  ],
};
