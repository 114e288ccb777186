import { type ClientDefinition, LINUX, MACOS, WINDOWS } from "./define.ts";
import { geminiServers, geminiSettling } from "./reading/gemini.ts";

export const geminiCli: ClientDefinition = {
  id: "gemini-cli",
  name: "Gemini CLI",
  replaces: ["${NAME}", "$NAME"],
  isOfTerminal: true,
  // google-gemini/gemini-cli:packages/core/src/tools/mcp-client.ts
  handsOn: { without: /TOKEN|SECRET|KEY/i },
  read: geminiServers,
  traces: ["~/.gemini/settings.json"],
  variables: {
    "${HOME}": "home",
    "${USERPROFILE}": "home",
    "${extensionPath}": "folder",
    "${/}": "separator",
    "${pathSeparator}": "separator",
  },
  locations: [
    {
      scope: "user",
      path: "~/.gemini/settings.json",
      format: "jsonc",
      source: "google-gemini/gemini-cli:packages/cli/src/config/settings.ts",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{project}/.gemini/settings.json",
      format: "jsonc",
      source: "google-gemini/gemini-cli:packages/cli/src/config/settings.ts",
      confidence: "high",
    },
    {
      on: MACOS,
      scope: "managed",
      path: "{GEMINI_CLI_SYSTEM_SETTINGS_PATH|/Library/Application Support/GeminiCli/settings.json}",
      format: "jsonc",
      source: "google-gemini/gemini-cli:packages/cli/src/config/settings.ts",
      confidence: "high",
    },
    {
      on: WINDOWS,
      scope: "managed",
      path: "{programData}/gemini-cli/settings.json",
      format: "jsonc",
      source: "google-gemini/gemini-cli:packages/cli/src/config/settings.ts",
      confidence: "high",
    },
    {
      on: LINUX,
      scope: "managed",
      path: "/etc/gemini-cli/settings.json",
      format: "jsonc",
      source: "google-gemini/gemini-cli:packages/cli/src/config/settings.ts",
      confidence: "high",
    },
    {
      scope: "extension",
      path: "~/.gemini/extensions/*/gemini-extension.json",
      folderAbove: 1,
      source: "google-gemini/gemini-cli:docs/extensions/reference.md",
      confidence: "high",
    },
  ],
  settle: geminiSettling,
};
