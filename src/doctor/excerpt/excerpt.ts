import type { ConfigFormat } from "../../formats/read.ts";
import type { Excerpt, ExcerptLine } from "../../model/diagnosis.ts";
import { maskedLine } from "./masked-line.ts";

/** A window of a long line: a whole file may stand in one. */
const WIDTH = 100;

/** A longer line is nobody's to read: its column says enough. */
const LONGEST = 20_000;

/**
 * The line of a place and the one before it, for a person who has to find it.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units as editors count them
 * @param words what is said about the place
 */
export function excerptOf(
  lines: readonly string[],
  { line, column }: { readonly line: number; readonly column: number },
  format: ConfigFormat,
  words = "",
): Excerpt | null {
  const raw = lines[line - 1];
  if (raw === undefined || raw.length > LONGEST) return null;
  const { text, columnOf } = maskedLine(raw, format, { column: column - 1, words });
  const { text: part, at } = windowOf(text, columnOf(column - 1));
  const shown: ExcerptLine[] = [];
  const before = lines[line - 2];
  if (before !== undefined && before.trim() !== "" && before.length <= LONGEST) {
    const { text: above } = maskedLine(before, format);
    shown.push({ number: line - 1, text: windowOf(above, 0).text });
  }
  shown.push({ number: line, text: part });
  return { lines: shown, caret: at };
}

/** The part of a long line around a column, and where the column is in it. */
export function windowOf(text: string, column: number): { text: string; at: number } {
  const from = column < WIDTH ? 0 : column - Math.floor(WIDTH / 2);
  const start = from > 0 ? "…" : "";
  const end = from + WIDTH < text.length ? "…" : "";
  return {
    text: `${start}${text.slice(from, from + WIDTH)}${end}`,
    at: column - from + start.length,
  };
}

/** The lines of a text as the readers count them. */
export function linesOf(text: string, format: ConfigFormat): readonly string[] {
  return text.split(format === "json" || format === "jsonc" ? /\r\n|\n|\r/ : /\r?\n/);
}
