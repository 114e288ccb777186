import type { PinLevel } from "../model/launch.ts";

export interface NpmSpec {
  readonly name: string;
  /** What stands after `name@`, null where nothing does. */
  readonly versionSpec: string | null;
  readonly pinLevel: PinLevel;
}

// Names that registries still accept, as validate-npm-package-name has them.
const NAME = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
const EXACT = /^[v=\s]*\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
const RANGE = /^[\s\d.xX*^~<>=|v+-]|^\d/;
const TAG = /^[A-Za-z][A-Za-z0-9._-]*$/;
const MAX_LENGTH = 400;

/**
 * A registry spec of npm: `name`, `@scope/name`, with `@version`, `@range` or `@tag`. Null for
 * everything else that npm takes (aliases, git, URLs, folders).
 */
export function parseNpmSpec(text: string): NpmSpec | null {
  if (text.length > MAX_LENGTH) return null;
  const at = text.indexOf("@", 1);
  const name = at < 0 ? text : text.slice(0, at);
  if (!NAME.test(name)) return null;
  if (at < 0) return { name, versionSpec: null, pinLevel: "none" };
  const versionSpec = text.slice(at + 1);
  const pinLevel = pinLevelOf(versionSpec);
  return pinLevel === null ? null : { name, versionSpec, pinLevel };
}

function pinLevelOf(spec: string): PinLevel | null {
  if (EXACT.test(spec)) return "exact";
  if (spec.includes(":") || spec.includes("/")) return null;
  if (TAG.test(spec) && !/^[xXv]($|[\d.])/.test(spec)) return "tag";
  return spec === "" || RANGE.test(spec) ? "range" : null;
}
