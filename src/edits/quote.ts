import type { ConfigFormat } from "../formats/read.ts";

/** A text that YAML takes for a text without quotes, also inside of `[ ]`. */
const PLAIN = /^[A-Za-z/][\w./@+~-]*(?::[\w./@+~-]+)*$/;
const WORD = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/**
 * A text as a file of that format writes it: in the quotes of the value that stood there or beside it,
 * where they can hold it.
 */
export function quoted(format: ConfigFormat, value: string, like: string): string {
  const isShort = !/[\u0000-\u001f\u007f-\u009f]/.test(value);
  switch (format) {
    case "json":
    case "jsonc":
      return JSON.stringify(value);
    case "toml":
      if (like.startsWith("'") && isShort && !value.includes("'")) return `'${value}'`;
      return JSON.stringify(value).replaceAll("\u007f", "\\u007f");
    case "yaml":
    case "frontmatter": {
      if (like.startsWith("'") && isShort) return `'${value.replaceAll("'", "''")}'`;
      const isBare = !/^["'|>&*!]/.test(like) && PLAIN.test(value) && !WORD.test(value);
      return isBare ? value : JSON.stringify(value);
    }
  }
}
