import type { ConfigNode } from "../formats/node.ts";
import type { ConfigFormat } from "../formats/read.ts";
import { indentOf, lineBreak, lineEnd, lineStart } from "./lines.ts";
import type { Splice } from "./plan.ts";
import { quoted } from "./quote.ts";

/** Items of a list that give way to others. */
export interface ListChange {
  readonly from: number;
  readonly count: number;
  readonly values: readonly string[];
}

type List = Extract<ConfigNode, { type: "array" }>;

interface Place {
  readonly from: number;
  readonly to: number;
}

/**
 * Replaces items of a list of texts where they stand: the other items, comments and the layout stay.
 * Null where that cannot be done without losing something.
 */
export function replaceItems(
  text: string,
  format: ConfigFormat,
  list: List,
  change: ListChange,
): readonly Splice[] | null {
  const { span } = list;
  const places = list.items.map((item) => item.span);
  const known = places.filter((place) => place !== null);
  if (span === null || known.length < places.length) return null;
  const like = known[change.from] ?? known[0];
  const written = like === undefined ? '"' : text.slice(like.from, like.to);
  const values = change.values.map((value) => quoted(format, value, written));
  const inLine = { text, places: known, ...change, values };
  return text[span.from] === "[" ? flow(inLine, span) : block(inLine);
}

interface Written extends ListChange {
  readonly text: string;
  readonly places: readonly Place[];
}

/** `[a, b]` of all formats. */
function flow({ text, places, from, count, values }: Written, span: Place): Splice[] | null {
  const [first] = places;
  const inner = { from: span.from + 1, to: span.to - 1 };
  if (first === undefined) {
    const isBlank = text.slice(inner.from, inner.to).trim() === "";
    const to = isBlank ? inner.to : inner.from;
    return [{ from: inner.from, to, text: values.join(", ") }];
  }
  const separator = separatorOf(text, places, inner.from);
  const next = places[from + count];
  const before = places[from - 1];
  if (count === 0) {
    if (values.length === 0) return [];
    if (next === undefined)
      return before === undefined
        ? null
        : [{ from: before.to, to: before.to, text: `${separator}${values.join(separator)}` }];
    return [{ from: next.from, to: next.from, text: `${values.join(separator)}${separator}` }];
  }
  const old = places.slice(from, from + count);
  const start = old[0]?.from ?? 0;
  const end = old.at(-1)?.to ?? 0;
  if (values.length > 0) {
    if (isPlain(text, old)) return [{ from: start, to: end, text: values.join(separator) }];
    return oneByOne(old, values, separator);
  }
  if (!isPlain(text, [...(before === undefined ? [] : [before]), ...old, ...(next ? [next] : [])]))
    return null;
  if (next !== undefined) return [{ from: start, to: next.from, text: "" }];
  if (before !== undefined) return [{ from: before.to, to: end, text: "" }];
  return /^[\s,]*$/.test(text.slice(end, inner.to))
    ? [{ from: start, to: inner.to, text: "" }]
    : null;
}

/** Whether nothing but commas and blanks stands between items. */
function isPlain(text: string, places: readonly Place[]): boolean {
  return places
    .slice(1)
    .every(({ from }, index) => /^\s*,\s*$/.test(text.slice(places[index]?.to, from)));
}

/** Comments between the items stay: each new one takes the place of an old one. */
function oneByOne(
  old: readonly Place[],
  values: readonly string[],
  separator: string,
): Splice[] | null {
  if (values.length < old.length) return null;
  return old.map((place, index) => {
    const isLast = index === old.length - 1;
    const own = values.slice(index, isLast ? values.length : index + 1);
    return { ...place, text: own.join(separator) };
  });
}

function separatorOf(text: string, places: readonly Place[], start: number): string {
  const [first, second] = places;
  if (first === undefined) return ", ";
  const between = second === undefined ? "" : text.slice(first.to, second.from);
  if (/^\s*,\s*$/.test(between)) return between;
  const indent = indentOf(text, first.from);
  const isOwnLine = indent !== null && lineStart(text, first.from) > start;
  return isOwnLine ? `,${lineBreak(text)}${indent}` : ", ";
}

/** `- a` lines of YAML. */
function block({ text, places, from, count, values }: Written): Splice[] | null {
  const items = places.map((place) => itemOf(text, place));
  const at = items[from];
  const before = items[from - 1];
  const eol = lineBreak(text);
  const lines = (indent: string, added: readonly string[]): string =>
    added.map((value) => `${eol}${indent}- ${value}`).join("");
  if (count === 0 && at != null)
    return values.map((value) => ({
      from: at.dash,
      to: at.dash,
      text: `- ${value}${eol}${at.indent}`,
    }));
  if (count === 0)
    return before == null ? null : [{ ...endOf(before), text: lines(before.indent, values) }];
  // Without any line it would no longer be a list.
  if (values.length === 0 && count === places.length) return null;
  const splices: Splice[] = [];
  for (let index = 0; index < count; index += 1) {
    const item = items[from + index];
    if (item == null) return null;
    const value = values[index];
    if (value !== undefined) splices.push({ ...item.value, text: value });
    else if (!item.isAlone) return null;
    else splices.push({ from: item.line, to: item.end + breakAt(text, item.end), text: "" });
    const more = values.slice(count);
    if (index === count - 1 && more.length > 0)
      splices.push({ ...endOf(item), text: lines(item.indent, more) });
  }
  return splices;
}

interface Item {
  readonly value: Place;
  readonly dash: number;
  /** What a further item's dash stands behind. */
  readonly indent: string;
  /** Its line, from the first to behind the last character. */
  readonly line: number;
  readonly end: number;
  /** Nothing else stands on its line. */
  readonly isAlone: boolean;
}

function itemOf(text: string, value: Place): Item | null {
  const line = lineStart(text, value.from);
  const [dashed] = /-[ \t]+$/.exec(text.slice(line, value.from)) ?? [];
  if (dashed === undefined || text.slice(value.from, value.to).includes("\n")) return null;
  const dash = value.from - dashed.length;
  const end = lineEnd(text, value.to);
  const own = indentOf(text, dash);
  const isAlone = own !== null && text.slice(value.to, end).trim() === "";
  return { value, dash, indent: own ?? " ".repeat(dash - line), line, end, isAlone };
}

function endOf({ end }: Item): Place {
  return { from: end, to: end };
}

function breakAt(text: string, end: number): number {
  return text[end] === "\r" ? 2 : text[end] === "\n" ? 1 : 0;
}
