import { type ClientDefinition, LINUX, MACOS, WINDOWS } from "./define.ts";
import { serversAt } from "./reading/readers.ts";
import { readZedEntry } from "./reading/zed.ts";

export const zed: ClientDefinition = {
  id: "zed",
  name: "Zed",
  processes: ["zed-editor", "zed"],
  read: serversAt(["context_servers"], readZedEntry),
  locations: [
    {
      on: MACOS,
      scope: "user",
      path: "~/.config/zed/settings.json",
      format: "jsonc",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      on: LINUX,
      scope: "user",
      path: "{config}/zed/settings.json",
      format: "jsonc",
      source: "stacklok/toolhive:pkg/client/config.go",
      confidence: "high",
    },
    {
      on: WINDOWS,
      scope: "user",
      path: "{appData}/Zed/settings.json",
      format: "jsonc",
      source: "smithery-ai/cli:src/config/clients.ts",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.zed/settings.json",
      format: "jsonc",
      source: "neondatabase/add-mcp:src/agents.ts",
      confidence: "medium",
    },
  ],
};
