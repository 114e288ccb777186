import { structuredPatch } from "diff";

/** Above these a comparison line by line takes too long or says nothing. */
const MAX_BYTES = 512 * 1024;
const MAX_LINE = 20_000;
const MAX_EDITS = 4_000;
const MAX_LINES = 20_000;

export interface ComparedLines {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** As a unified patch has them, without the heads of files. */
  readonly patch: readonly string[];
}

/**
 * The lines that differ. Null where there are too many to compare in bounded time: two texts of an
 * attacker's choice must not keep us busy.
 */
export function compareLines(from: string, to: string): ComparedLines | null {
  if (!isComparable(from) || !isComparable(to)) return null;
  const compared = structuredPatch("", "", from, to, "", "", {
    context: 3,
    maxEditLength: MAX_EDITS,
  });
  if (compared === undefined) return null;
  const patch = compared.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
    ...lines,
  ]);
  const lines = compared.hunks.flatMap((hunk) => hunk.lines);
  const ofKind = (kind: string): string[] =>
    lines.filter((line) => line.startsWith(kind)).map((line) => line.slice(1));
  return { added: ofKind("+"), removed: ofKind("-"), patch };
}

function isComparable(text: string): boolean {
  if (text.length > MAX_BYTES) return false;
  const lines = text.split("\n");
  return lines.length <= MAX_LINES && lines.every((line) => line.length <= MAX_LINE);
}
