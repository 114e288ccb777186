import { type ClientDefinition, LINUX, MACOS, WINDOWS } from "./define.ts";
import { serversAt } from "./reading/readers.ts";

// The dot is part of the setting's name.
export const amp: ClientDefinition = {
  id: "amp",
  name: "Amp",
  read: serversAt(["amp.mcpServers"]),
  locations: [
    {
      scope: "user",
      path: "~/.config/amp/settings.{json,jsonc}",
      format: "jsonc",
      source: "https://www.developersdigest.tech/reference/amp/config-files",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{upToGit}/.amp/settings.{json,jsonc}",
      format: "jsonc",
      source: "https://www.developersdigest.tech/reference/amp/config-files",
      confidence: "high",
    },
    {
      on: MACOS,
      scope: "managed",
      path: "/Library/Application Support/ampcode/managed-settings.json",
      source: "https://www.developersdigest.tech/reference/amp/config-files",
      confidence: "medium",
    },
    {
      on: LINUX,
      scope: "managed",
      path: "/etc/ampcode/managed-settings.json",
      source: "https://www.developersdigest.tech/reference/amp/config-files",
      confidence: "medium",
    },
    {
      on: WINDOWS,
      scope: "managed",
      path: "{programData}/ampcode/managed-settings.json",
      source: "https://www.developersdigest.tech/reference/amp/config-files",
      confidence: "medium",
    },
  ],
};
