import { type ClientDefinition, UNIX, WINDOWS } from "./define.ts";
import { serversAt } from "./reading/readers.ts";

export const copilotEclipse: ClientDefinition = {
  id: "copilot-eclipse",
  name: "Copilot for Eclipse",
  read: serversAt(["servers"]),
  locations: [
    {
      on: UNIX,
      scope: "user",
      path: "~/.config/github-copilot/eclipse/mcp.json",
      source: "microsoft/copilot-for-eclipse#127",
      confidence: "medium",
    },
    {
      on: WINDOWS,
      scope: "user",
      path: "{appData}/github-copilot/eclipse/mcp.json",
      source: "microsoft/copilot-for-eclipse#127",
      confidence: "medium",
    },
  ],
};
