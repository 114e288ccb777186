/** How names of packages are taken apart to compare them. */

/** Words that half of all servers have in their name: they tell none from another. */
const COMMON = new Set([
  "mcp",
  "server",
  "servers",
  "service",
  "tool",
  "tools",
  "model",
  "context",
  "protocol",
  "modelcontextprotocol",
  "ai",
  "js",
  "ts",
  "py",
  "node",
  "python",
  "official",
]);

/** `@scope/name` in its two parts; no scope is an empty text. */
export function partsOf(name: string): { readonly scope: string; readonly base: string } {
  const [, scope = "", base = name] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
  return { scope, base };
}

/** Lower case, and one kind of separator between words. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

export function isCommon(word: string): boolean {
  return COMMON.has(word);
}

/** What is left of a name without the words that all have: `mcp-server-git` is `git`. */
export function distinctive(name: string): string {
  return plain(name)
    .split("-")
    .filter((word) => word !== "" && !COMMON.has(word))
    .join("-");
}

/** Letters that are read for one another in most typefaces, longest first. */
const ALIKE: readonly (readonly [string, string])[] = [
  ["rn", "m"],
  ["vv", "w"],
  ["cl", "d"],
  ["0", "o"],
  ["1", "l"],
  ["i", "l"],
  ["5", "s"],
];

/**
 * A name as it is seen at a glance: look-alike letters made one, separators left out. Two names with one
 * skeleton are the same to a reader (UTS #39 has the idea; registries take ASCII alone).
 */
export function skeleton(name: string): string {
  return ALIKE.reduce((text, [from, to]) => text.replaceAll(from, to), plain(name)).replaceAll(
    "-",
    "",
  );
}
