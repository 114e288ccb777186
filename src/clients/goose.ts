import { type ClientDefinition, UNIX, WINDOWS } from "./define.ts";
import { readGooseEntry } from "./reading/goose.ts";
import { serversAt } from "./reading/readers.ts";

export const goose: ClientDefinition = {
  id: "goose",
  name: "Goose",
  secretsBy: 'write env_keys: ["NAME"]: Goose asks for it and keeps it in the keyring',
  read: serversAt(["extensions"], readGooseEntry),
  locations: [
    {
      on: UNIX,
      scope: "user",
      path: "~/.config/goose/config.yaml",
      format: "yaml",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      on: WINDOWS,
      scope: "user",
      path: "{appData}/Block/goose/config/config.yaml",
      format: "yaml",
      source: "docker/mcp-gateway:pkg/client/config.yml",
      confidence: "high",
    },
  ],
};
