import { memberOf } from "../../formats/node.ts";
import { STANDARD } from "./entry.ts";
import type { ConfigReader } from "./reader.ts";
import { all, serversAt, shaped } from "./readers.ts";

/** VS Code takes numbers as variables, and null for a variable that is to be unset. */
export const LOOSE = {
  ...STANDARD,
  isEnvLoose: true,
  others: [
    "type",
    "cwd",
    "envFile",
    "sandbox",
    "sandboxEnabled",
    "sandboxEnv",
    "dev",
    "gallery",
    "version",
    "oauth",
  ],
};

const at = (...path: readonly string[]): ConfigReader => serversAt(path, shaped(LOOSE));

export const vscodeServers = at("servers");

/** Settings may be nested, or one name with dots. */
export const vscodeSettings = all(at("mcp", "servers"), at("mcp.servers"));

export const vscodeWorkspace: ConfigReader = all(
  at("settings", "mcp", "servers"),
  at("settings", "mcp.servers"),
  at("mcp", "servers"),
);

export const devcontainer: ConfigReader = (root, context) => {
  const customizations = memberOf(root, "customizations")?.value ?? null;
  // Other tools' customizations have other shapes: only VS Code's are looked at.
  if (customizations === null || memberOf(customizations, "vscode") === null) return [];
  return at("customizations", "vscode", "mcp", "servers")(root, context);
};
