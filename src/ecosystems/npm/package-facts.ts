import normalizeBin from "npm-normalize-package-bin";

import type { PackageFacts } from "../../model/npm-tree.ts";

/** No package.json of a real package is larger; what is larger is not read. */
export const MAX_PACKAGE_JSON = 1024 * 1024;

const HOOKS = ["preinstall", "install", "postinstall"];

/** npm's own default where a package has a binding.gyp and no install script of its own. */
export const IMPLICIT_INSTALL = "node-gyp rebuild";

/**
 * The facts of a package.json, or null where it is not usable. A name or version with characters
 * that would break a manifest line counts as unusable. Types are looked at by hand: every package of
 * every tree comes by here, in each thread.
 */
export function packageFacts(json: string, hasBindingGyp: boolean): PackageFacts | null {
  const manifest = parsed(json);
  if (manifest === null) return null;
  const { name, version, bin, scripts, gypfile } = manifest;
  if (typeof name !== "string" || typeof version !== "string") return null;
  if (/[\s\p{Cc}]/u.test(name + version) || name.length + version.length > 512) return null;
  const groups = [
    manifest["dependencies"],
    manifest["optionalDependencies"],
    manifest["peerDependencies"],
  ];
  if (!isRecord(scripts) || !groups.every(isRecord)) return null;
  const programs = programsOf(name, bin);
  if (programs === null) return null;
  return {
    name,
    version,
    bin: programs,
    installScripts: installScripts(scripts ?? {}, hasBindingGyp && gypfile !== false),
    dependencies: [...new Set(groups.flatMap((group) => Object.keys(group ?? {})))],
  };
}

const MCP_NAME = /^[A-Za-z0-9.-]{1,200}\/[A-Za-z0-9._-]{1,200}$/;

/** The name that a package claims in a registry of MCP servers; null where it claims none. */
export function mcpNameOf(json: string): string | null {
  const claimed = parsed(json)?.["mcpName"];
  return typeof claimed === "string" && MCP_NAME.test(claimed) ? claimed : null;
}

function parsed(json: string): Record<string, unknown> | null {
  try {
    const manifest: unknown = JSON.parse(json.replace(/^\uFEFF/, ""));
    return isRecord(manifest) && manifest !== undefined ? manifest : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> | undefined {
  return value === undefined || (typeof value === "object" && value !== null);
}

function installScripts(
  scripts: Record<string, unknown>,
  hasBindingGyp: boolean,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const hook of HOOKS) {
    const script = scripts[hook];
    if (typeof script === "string" && script.trim() !== "") found[hook] = script;
  }
  if (hasBindingGyp && found["install"] === undefined && found["preinstall"] === undefined)
    found["install"] = IMPLICIT_INSTALL;
  return found;
}

/**
 * Program names as base names, and paths that cannot leave the package. Null where npm's own reader
 * gives up: a list that holds something else than names.
 */
export function programsOf(name: string, bin: unknown): Record<string, string> | null {
  if (bin === undefined) return {};
  try {
    return Object.fromEntries(Object.entries(normalizeBin({ name, bin }).bin ?? {}));
  } catch {
    return null;
  }
}
