import type { Problem } from "./node.ts";

export interface DecodedText {
  readonly text: string;
  readonly problems: readonly Problem[];
}

const START = { line: 1, column: 1 };

/**
 * Bytes of a configuration file to text. A byte order mark and UTF-16 are read, and reported:
 * `JSON.parse`, which most clients use, rejects both. `allowsMark` is true for a format whose
 * readers skip a byte order mark.
 */
export function decodeText(bytes: Uint8Array, allowsMark: boolean): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, "utf-16be");
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.startsWith("\uFEFF")) return { text, problems: [] };
    const message = "the file starts with a byte order mark; save it as UTF-8 without BOM";
    const problem: Problem[] = allowsMark ? [] : [{ kind: "byte-order-mark", message, ...START }];
    return { text: text.slice(1), problems: problem };
  } catch {
    const text = new TextDecoder("utf-8").decode(bytes);
    const message = "the file is not valid UTF-8";
    return { text, problems: [{ kind: "not-utf-8", message, ...START }] };
  }
}

function utf16(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be"): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes);
  const message = "the file is UTF-16; save it as UTF-8";
  return { text, problems: [{ kind: "utf-16", message, ...START }] };
}
