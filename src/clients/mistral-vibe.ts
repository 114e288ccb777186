import { type ClientDefinition } from "./define.ts";
import { STANDARD } from "./reading/entry.ts";
import { serverList, shaped } from "./reading/readers.ts";

export const mistralVibe: ClientDefinition = {
  id: "mistral-vibe",
  name: "Mistral Vibe",
  read: serverList(["mcp_servers"], shaped({ ...STANDARD, isCommandList: true })),
  locations: [
    {
      scope: "user",
      path: "~/.vibe/config.toml",
      format: "toml",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
  ],
};
