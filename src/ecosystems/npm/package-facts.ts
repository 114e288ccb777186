import normalizeBin from "npm-normalize-package-bin";
import * as v from "valibot";

import type { PackageFacts } from "../../model/npm-tree.ts";

/** No package.json of a real package is larger; what is larger is not read. */
export const MAX_PACKAGE_JSON = 1024 * 1024;

const Texts = v.record(v.string(), v.unknown());

const PackageJson = v.looseObject({
  name: v.string(),
  version: v.string(),
  bin: v.optional(v.unknown()),
  scripts: v.optional(Texts),
  gypfile: v.optional(v.unknown()),
  dependencies: v.optional(Texts),
  optionalDependencies: v.optional(Texts),
  peerDependencies: v.optional(Texts),
});

const HOOKS = ["preinstall", "install", "postinstall"];

/** npm's own default where a package has a binding.gyp and no install script of its own. */
export const IMPLICIT_INSTALL = "node-gyp rebuild";

/**
 * The facts of a package.json, or null where it is not usable. A name or version with characters
 * that would break a manifest line counts as unusable.
 */
export function packageFacts(json: string, hasBindingGyp: boolean): PackageFacts | null {
  let parsed: v.SafeParseResult<typeof PackageJson>;
  try {
    parsed = v.safeParse(PackageJson, JSON.parse(json.replace(/^\uFEFF/, "")));
  } catch {
    return null;
  }
  if (!parsed.success) return null;
  const { name, version, bin, scripts, gypfile, ...rest } = parsed.output;
  if (/[\s\p{Cc}]/u.test(name + version) || name.length + version.length > 512) return null;
  return {
    name,
    version,
    bin: programsOf(name, bin),
    installScripts: installScripts(scripts ?? {}, hasBindingGyp && gypfile !== false),
    dependencies: [
      ...new Set([
        ...Object.keys(rest.dependencies ?? {}),
        ...Object.keys(rest.optionalDependencies ?? {}),
        ...Object.keys(rest.peerDependencies ?? {}),
      ]),
    ],
  };
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

/** Program names as base names, and paths that cannot leave the package. */
export function programsOf(name: string, bin: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(normalizeBin({ name, bin }).bin ?? {}));
}
