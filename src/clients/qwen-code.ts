import { type ClientDefinition } from "./define.ts";
import { geminiServers } from "./reading/gemini.ts";

export const qwenCode: ClientDefinition = {
  id: "qwen-code",
  name: "Qwen Code",
  replaces: ["${NAME}", "$NAME"],
  isOfTerminal: true,
  read: geminiServers,
  variables: { "${HOME}": "home", "${USERPROFILE}": "home" },
  locations: [
    {
      scope: "user",
      path: "~/.qwen/settings.json",
      format: "jsonc",
      source: "fork of Gemini CLI",
      confidence: "low",
    },
    {
      scope: "project",
      path: "{project}/.qwen/settings.json",
      format: "jsonc",
      source: "fork of Gemini CLI",
      confidence: "low",
    },
  ],
};
