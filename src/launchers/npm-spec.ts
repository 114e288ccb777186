import type { PinLevel } from "../model/launch.ts";
import { hasVariable } from "./words/paths.ts";

export interface NpmSpec {
  readonly name: string;
  /** What stands after `name@`, null where nothing does. */
  readonly versionSpec: string | null;
  readonly pinLevel: PinLevel;
}

// Names that registries still accept, as validate-npm-package-name has them.
const NAME = /^(?:@[a-z0-9~][a-z0-9._~-]*\/)?[a-z0-9~][a-z0-9._~-]*$/i;
// npm reads versions loosely: the dash before a label may be missing.
const IDENTIFIERS = String.raw`[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*`;
const LABEL = String.raw`(?:-?${IDENTIFIERS})?(?:\+${IDENTIFIERS})?`;
const EXACT = new RegExp(String.raw`^[v=\s]*\d+\.\d+\.\d+${LABEL}\s*$`);
// Behind a number numbers or an x may follow, behind an x only more of them.
const WILD = String.raw`[xX*](?:\.[xX*](?:\.[xX*]${LABEL})?)?`;
const NUMBERED = String.raw`\d+(?:\.[xX*](?:\.[xX*]${LABEL})?|\.\d+(?:\.(?:\d+|[xX*])${LABEL})?)?`;
const PARTIAL = String.raw`[v=\s]*(?:${NUMBERED}|${WILD})`;
// Range grammar of node-semver: sets of comparators or one hyphen range, joined by `||`.
const COMPARATOR = new RegExp(String.raw`^(?:[<>]=?|=|~>?|\^)?\s*${PARTIAL}$`);
const HYPHEN = new RegExp(String.raw`^${PARTIAL}\s+-\s+${PARTIAL}$`);
// npm-package-arg takes whatever survives URI encoding as a tag. Here it must also start like a
// word: what starts like an operator and is no range above is left alone.
const TAG = /^[A-Za-z0-9][A-Za-z0-9._~!'()-]*$/;
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
  const pinLevel = npmPinLevel(versionSpec);
  return pinLevel === null ? null : { name, versionSpec, pinLevel };
}

export function npmPinLevel(spec: string): PinLevel | null {
  // Before anything else: `${A:-/x}` has characters that mean a path elsewhere.
  if (hasVariable(spec)) return /[/:]/.test(spec.replace(/\$\{[^}]{0,200}\}/g, "")) ? null : "none";
  if (EXACT.test(spec)) return "exact";
  if (spec.includes(":") || spec.includes("/")) return null;
  if (spec.split("||").every(isComparatorSet)) return "range";
  return TAG.test(spec) ? "tag" : null;
}

function isComparatorSet(text: string): boolean {
  const set = text.trim();
  if (set === "" || HYPHEN.test(set)) return true;
  // `>= 1.0` is one comparator: its operator may stand apart.
  const comparators = set.replace(/([<>=~^])\s+/g, "$1").split(/\s+/);
  return comparators.every((comparator) => COMPARATOR.test(comparator));
}
