import { type ClientDefinition, LINUX } from "./define.ts";
import { vscodeServers } from "./reading/vscode.ts";

export const vscodeServer: ClientDefinition = {
  id: "vscode-server",
  name: "VS Code Server",
  replaces: ["${input:ID}", "${env:NAME}"],
  read: vscodeServers,
  variables: {
    "${userHome}": "home",
    "${workspaceFolder}": "folder",
    "${env:HOME}": "home",
    "${env:USERPROFILE}": "home",
  },
  locations: [
    {
      on: LINUX,
      scope: "user",
      path: "~/.vscode-server/data/User/mcp.json",
      format: "jsonc",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
  ],
};
