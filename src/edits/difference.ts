import { structuredPatch } from "diff";

import { maskConfig, maskWritten } from "./mask.ts";
import type { PlannedEdit } from "./plan.ts";

/** A line that a change takes away or writes, without secrets. */
export interface ChangedLine {
  readonly kind: "removed" | "added";
  /** In the file before or after, counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** More than this is compared as a whole: two long texts can keep us busy. */
const MAX_LINES = 2_000;
const MAX_EDITS = 400;

/** As wide as is shown of a line, and as far from the change as secrets are still told. */
const WIDTH = 160;
const AROUND = 60;
const FAR = 4_000;
const MAX_SHOWN = 800;

/**
 * The lines that a change touches and none beside them. Configuration holds secrets: values of
 * variables and headers are masked also where they share a line with the change. `known` are texts
 * that pinfold itself writes, which are shown whole.
 */
export function differenceOf(
  { before, after, format }: Pick<PlannedEdit, "before" | "after" | "format">,
  known: ReadonlySet<string> = new Set(),
): readonly ChangedLine[] {
  const old = { raw: before.split("\n"), shown: maskConfig(before, format, known) };
  const now = { raw: after.split("\n"), shown: maskConfig(after, format, known) };
  const lines: ChangedLine[] = [];
  for (const { oldFrom, oldTo, newFrom, newTo } of blocksOf(old.raw, now.raw)) {
    const isPaired = oldTo - oldFrom === newTo - newFrom;
    const add = (kind: ChangedLine["kind"], index: number, other: string | null): void => {
      const text = (kind === "removed" ? old : now).shown[index] ?? "";
      lines.push({
        kind,
        line: index + 1,
        text: shortened(text.replace(/\r$/, ""), other).replaceAll("\t", "  "),
      });
    };
    for (let index = oldFrom; index < oldTo; index += 1)
      add("removed", index, isPaired ? (now.shown[newFrom + index - oldFrom] ?? null) : null);
    for (let index = newFrom; index < newTo; index += 1)
      add("added", index, isPaired ? (old.shown[oldFrom + index - newFrom] ?? null) : null);
  }
  return lines;
}

/** Lines that were replaced by others, counted from 0, ends excluded. */
interface Block {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

function blocksOf(old: readonly string[], now: readonly string[]): readonly Block[] {
  let head = 0;
  while (head < Math.min(old.length, now.length) && old[head] === now[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, now.length) - head;
  while (tail < most && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const oldTo = old.length - tail;
  const newTo = now.length - tail;
  const whole = { oldFrom: head, oldTo, newFrom: head, newTo };
  if (oldTo - head > MAX_LINES || newTo - head > MAX_LINES) return [whole];
  const middle = (lines: readonly string[], to: number): string =>
    `${lines.slice(head, to).join("\n")}\n`;
  const patch = structuredPatch("", "", middle(old, oldTo), middle(now, newTo), "", "", {
    context: 0,
    maxEditLength: MAX_EDITS,
  });
  if (patch === undefined) return [whole];
  return patch.hunks.map(({ oldStart, oldLines, newStart, newLines }) => {
    // A hunk without lines of one side names the line before.
    const oldFrom = head + oldStart - (oldLines === 0 ? 0 : 1);
    const newFrom = head + newStart - (newLines === 0 ? 0 : 1);
    return { oldFrom, oldTo: oldFrom + oldLines, newFrom, newTo: newFrom + newLines };
  });
}

/** The line without secrets; of a long one what differs from the other, and a little around it. */
function shortened(line: string, other: string | null): string {
  if (line.length <= WIDTH) return maskWritten(line);
  if (other === null) return cut(maskWritten(line.slice(0, WIDTH + FAR)), 0, WIDTH);
  // Masked with much around it, since what a value is called stands before it.
  const { head, tail } = commonEnds(line, other);
  const near = (text: string): string =>
    maskWritten(text.slice(Math.max(0, head - FAR), text.length - Math.max(0, tail - FAR)));
  const masked = near(line);
  const ends = commonEnds(masked, near(other));
  return cut(masked, ends.head - AROUND, masked.length - ends.tail + AROUND);
}

function commonEnds(a: string, b: string): { readonly head: number; readonly tail: number } {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  return { head, tail };
}

function cut(text: string, from: number, to: number): string {
  const end = Math.min(to, from + MAX_SHOWN);
  const shown = text.slice(Math.max(0, from), end);
  return `${from > 0 ? "…" : ""}${shown}${end < text.length ? "…" : ""}`;
}
