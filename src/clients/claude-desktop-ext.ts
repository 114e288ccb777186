import { type ClientDefinition, MACOS, WINDOWS } from "./define.ts";
import { extensionServers } from "./reading/extension.ts";

export const claudeDesktopExt: ClientDefinition = {
  id: "claude-desktop-ext",
  name: "Claude Desktop extensions",
  read: extensionServers,
  locations: [
    {
      on: MACOS,
      scope: "extension",
      path: "{support}/Claude/Claude Extensions/*/manifest.json",
      folderAbove: 1,
      source: "Northbeams-Labs/agentsurface:internal/scan/packages/extensions.go",
      confidence: "medium",
    },
    {
      on: WINDOWS,
      scope: "extension",
      path: "{localAppData}/Packages/Claude_*/LocalCache/Roaming/Claude/Claude Extensions/*/manifest.json",
      folderAbove: 1,
      source: "Northbeams-Labs/agentsurface:internal/scan/packages/extensions.go",
      confidence: "medium",
    },
    {
      on: WINDOWS,
      scope: "extension",
      path: "{appData}/Claude/Claude Extensions/*/manifest.json",
      folderAbove: 1,
      source: "Northbeams-Labs/agentsurface:internal/scan/packages/extensions.go",
      confidence: "medium",
    },
  ],
};
