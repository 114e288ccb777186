import { decodeText } from "./decode.ts";
import { parseJson } from "./json.ts";
import type { ParsedConfig } from "./node.ts";
import { parseToml } from "./toml.ts";
import { parseYaml } from "./yaml.ts";

/** `frontmatter` is the YAML between the `---` lines at the start of a Markdown file. */
export type ConfigFormat = "json" | "jsonc" | "toml" | "yaml" | "frontmatter";

const KIB = 1024;

/**
 * Larger than any client's file of that format: JSON files of 10 MB exist (a client that keeps its
 * history there), and the readers of the others are too slow for as much.
 */
export const MAX_BYTES: Record<ConfigFormat, number> = {
  json: 16 * KIB * KIB,
  jsonc: 16 * KIB * KIB,
  toml: 256 * KIB,
  yaml: 256 * KIB,
  frontmatter: 256 * KIB,
};

/** Bytes of a configuration file to values with positions. Never throws for what they hold. */
export function readConfig(bytes: Uint8Array, format: ConfigFormat): ParsedConfig {
  const decoded = decodeText(bytes, format !== "json");
  const parsed = parseConfig(decoded.text, format);
  return { root: parsed.root, problems: [...decoded.problems, ...parsed.problems] };
}

/** Text without a byte order mark to values with positions. */
export function parseConfig(text: string, format: ConfigFormat): ParsedConfig {
  switch (format) {
    case "json":
      return parseJson(text, { comments: false, trailingCommas: false });
    case "jsonc":
      return parseJson(text, { comments: true, trailingCommas: true });
    case "toml":
      return parseToml(text);
    case "yaml":
      return parseYaml(text);
    case "frontmatter":
      return parseFrontmatter(text);
  }
}

/** What is not between the marks becomes blank lines, so that positions stay those of the file. */
function parseFrontmatter(text: string): ParsedConfig {
  const [, mark, inner] = /^(---[ \t]*\r?\n)(.*?)^---[ \t]*$/ms.exec(text) ?? [];
  if (mark === undefined || inner === undefined) return { root: null, problems: [] };
  return parseYaml(`\n${inner}`, mark.length - 1);
}
