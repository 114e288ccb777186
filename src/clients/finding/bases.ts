import { isAbsolute, win32 } from "node:path";

import type { Machine } from "../../ports/machine.ts";

/**
 * The words that a template of a place starts with; `|` separates a variable and its default.
 *
 * - `~` the home folder; `/…` is absolute
 * - `{config}` `$XDG_CONFIG_HOME`, or `~/.config`
 * - `{support}` `~/Library/Application Support`, `{config}` or `%APPDATA%`, by platform
 * - `{appData}`, `{localAppData}`, `{programFiles}`, `{programData}` Windows' folders
 * - `{NAME|~/folder}` the folder or file that a client's own variable names, and its default
 * - `{NAME}` the same without a default
 */
export const BASE = /^(?:~|\{(?:[a-z]\w*|[A-Z]\w*(?:\|[^{}]*)?)\})(?=\/|$)/;

export interface Base {
  readonly path: string;
  /** A variable's value, and not the default. */
  readonly isFromVariable: boolean;
}

/**
 * The paths that a base stands for here, with `/`. What a client's variable names is looked at
 * beside the default, not in its place: it may be set for pinfold alone, and a variable must not
 * hide a file. Only the XDG variables decide.
 */
export function resolveBase(base: string, machine: Machine): readonly Base[] {
  const { env, home, platform } = machine;
  const at = (path: string): Base => ({ path: slashed(path), isFromVariable: false });
  const or = (name: string, fallback: string): Base[] => {
    const value = env[name] ?? env[name.toUpperCase()];
    const standard = fallback === "" ? [] : [at(fallback)];
    if (value === undefined || !isAbsolutePath(value)) return standard;
    const path = slashed(value).replace(/(?<=.)\/$/, "");
    if (path === standard[0]?.path) return standard;
    return [...standard, { path, isFromVariable: true }];
  };
  switch (base) {
    case "~":
      return [at(home)];
    case "{config}":
      return or("XDG_CONFIG_HOME", `${home}/.config`)
        .slice(-1)
        .map(({ path }) => at(path));
    case "{support}":
      if (platform === "darwin") return [at(`${home}/Library/Application Support`)];
      return resolveBase(platform === "win32" ? "{appData}" : "{config}", machine);
    case "{appData}":
      return or("APPDATA", `${home}/AppData/Roaming`);
    case "{localAppData}":
      return or("LOCALAPPDATA", `${home}/AppData/Local`);
    case "{programFiles}":
      return or("ProgramFiles", "C:/Program Files");
    case "{programData}":
      return or("ProgramData", "C:/ProgramData");
    default: {
      const [name = "", fallback = ""] = base.slice(1, -1).split("|");
      return or(name, fallback.replace(/^~/, home));
    }
  }
}

function isAbsolutePath(path: string): boolean {
  return isAbsolute(path) || win32.isAbsolute(path);
}

function slashed(path: string): string {
  return /^([A-Za-z]:|\\\\)/.test(path) ? path.replaceAll("\\", "/") : path;
}
