import { type ClientDefinition, UNIX, WINDOWS } from "./define.ts";
import { readCrushEntry } from "./reading/crush.ts";
import { serversAt } from "./reading/readers.ts";

export const crush: ClientDefinition = {
  id: "crush",
  name: "Crush",
  replaces: ["$NAME", "${NAME}"],
  isOfTerminal: true,
  read: serversAt(["mcp"], readCrushEntry),
  locations: [
    {
      on: UNIX,
      scope: "user",
      path: "~/.config/crush/crush.json",
      source: "charmbracelet/crush:internal/config/load.go",
      confidence: "high",
    },
    {
      on: WINDOWS,
      scope: "user",
      path: "{localAppData}/crush/crush.json",
      source: "charmbracelet/crush:internal/config/load.go",
      confidence: "high",
    },
    {
      on: UNIX,
      scope: "user",
      path: "~/.local/share/crush/crush.json",
      source: "charmbracelet/crush:internal/config/load.go",
      confidence: "high",
    },
    {
      on: UNIX,
      scope: "system",
      path: "/etc/crush/crush.json",
      source: "charmbracelet/crush:internal/config/load.go",
      confidence: "high",
    },
    {
      scope: "project",
      path: "{upToGit}/{.crush.json,crush.json}",
      source: "charmbracelet/crush:internal/config/load.go",
      confidence: "high",
    },
  ],
  gapPlaces: [
    {
      path: "{upToGit}/{.crushrc,crushrc}",
      gap: "Crush runs this file as a Bash script, which may define servers",
      source: "charmbracelet/crush:internal/config/load.go",
      confidence: "high",
    },
  ],
};
