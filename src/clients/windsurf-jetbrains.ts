import { type ClientDefinition } from "./define.ts";
import { SWITCHABLE } from "./reading/entry.ts";
import { mcpServers } from "./reading/readers.ts";

const SHAPE = {
  ...SWITCHABLE,
  urls: ["serverUrl", "url"],
  others: ["type", "disabledTools", "alwaysAllow", "registry"],
};

export const windsurfJetbrains: ClientDefinition = {
  id: "windsurf-jetbrains",
  name: "Windsurf for JetBrains",
  read: mcpServers(SHAPE),
  variables: { "${env:HOME}": "home", "${env:USERPROFILE}": "home" },
  locations: [
    {
      scope: "user",
      path: "~/.codeium/mcp_config.json",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
  ],
};
