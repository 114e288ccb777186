/** A path as people write it: the home folder as `~`. */
export function shortPath(path: string, home: string): string {
  if (path === home) return "~";
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** The same inside a sentence or a command. */
export function shortenPaths(text: string, home: string): string {
  return home.length > 1 ? text.replaceAll(`${home}/`, "~/") : text;
}

/** `sha256:9c1e41d2…`: enough to compare by eye; the whole digest is in the JSON report. */
export function shortDigest(text: string): string {
  return text.replace(/\b(sha256:)([0-9a-f]{12})[0-9a-f]{52}/g, "$1$2…");
}
