import { type ClientDefinition } from "./define.ts";
import { serversAt } from "./reading/readers.ts";

// The file that others read for "mcpServers".
export const visualStudio: ClientDefinition = {
  id: "visual-studio",
  name: "Visual Studio",
  read: serversAt(["servers"]),
  locations: [
    {
      scope: "project",
      path: "{project}/.mcp.json",
      source: "microsoft/fluentui-blazor:README.md",
      confidence: "medium",
    },
  ],
};
