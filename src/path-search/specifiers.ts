const SPECIFIER =
  /(?:\brequire(?:\.resolve)?\s*\(|\bfrom\b|\bimport\b\s*\(?)\s*(["'`])([^"'`\n\\]{1,256})\1/g;

// A string, or a comment; strings come first so that "//" inside one is no comment. A comment stands
// where a statement or value can end: the same signs inside a regular expression are none, and to
// take them for one would hide the rest of a minified file.
const STRING_OR_COMMENT =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<![^\s;{}(),])(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g;

/**
 * Specifiers that source text imports or requires literally and whose package is wanted. Comments
 * are taken out only where something was found, since that costs time.
 */
export function specifiersOf(source: string, wanted: ReadonlySet<string>): readonly string[] {
  const found = literals(source, wanted);
  return found.length === 0 ? found : literals(withoutComments(source), wanted);
}

function literals(source: string, wanted: ReadonlySet<string>): readonly string[] {
  return [...source.matchAll(SPECIFIER)]
    .map(([, , specifier]) => specifier ?? "")
    .filter((specifier) => wanted.has(packageNameOf(specifier)));
}

function withoutComments(source: string): string {
  return source.replace(STRING_OR_COMMENT, (match) => (match.startsWith("/") ? " " : match));
}

/** `lodash/fp` and `@scope/name/inner` are in the packages `lodash` and `@scope/name`. */
export function packageNameOf(specifier: string): string {
  const parts = specifier.split("/");
  return specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
}
