import type { ConfigFormat } from "../../formats/read.ts";
import type { ChangedLine } from "../../edits/difference.ts";
import { linesOf, windowOf } from "../excerpt/excerpt.ts";
import { maskedLine } from "../excerpt/masked-line.ts";
import type { MendedFile } from "./mend-file.ts";

/**
 * The lines that mending touches, before and after, with every value left out that could be a secret:
 * of a broken text nothing says where one begins. No mend adds or takes away a line.
 */
export function mendedLines(
  { before, after, mends }: MendedFile,
  format: ConfigFormat,
): readonly ChangedLine[] {
  const old = linesOf(before, format);
  const now = linesOf(after, format);
  const touched = new Map<number, number>();
  for (const { from, to, text } of mends) {
    if (from === to && text === "") continue;
    const upTo = linesOf(before.slice(0, from), format);
    const column = upTo.at(-1)?.length ?? 0;
    if (!touched.has(upTo.length)) touched.set(upTo.length, column);
  }
  return [...touched].flatMap(([line, column]) => {
    const shown = (raw: string | undefined): string => {
      const { text, columnOf } = maskedLine(raw ?? "", format);
      return windowOf(text, columnOf(column)).text;
    };
    return [
      { kind: "removed" as const, line, text: shown(old[line - 1]) },
      { kind: "added" as const, line, text: shown(now[line - 1]) },
    ];
  });
}
