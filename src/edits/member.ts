import type { ConfigNode } from "../formats/node.ts";
import type { ConfigFormat } from "../formats/read.ts";
import { indentOf, lineBreak, lineEnd, lineStart } from "./lines.ts";
import type { Splice } from "./plan.ts";
import { quoted } from "./quote.ts";

/** A list that an object is to have, behind a member that it has. */
export interface NewList {
  readonly name: string;
  readonly values: readonly string[];
  /** The name and the value of the member before it. */
  readonly after: { readonly name: string; readonly value: ConfigNode };
}

/** Names before a value are looked for so far back. */
const NEAR = 400;

/** Adds a list of texts to an object, laid out as its neighbour is. Null where that is not clear. */
export function addList(
  text: string,
  format: ConfigFormat,
  holder: ConfigNode,
  added: NewList,
): readonly Splice[] | null {
  const { span } = added.after.value;
  if (span === null) return null;
  const isFlow = holder.span !== null && text[holder.span.from] === "{";
  const isJson = format === "json" || format === "jsonc";
  if (isFlow || isJson) return insideBraces(text, format, added, span);
  return format === "toml" ? tableLine(text, added, span) : blockLines(text, added, span);
}

/** `{ "command": "x" }` of JSON and YAML, `{ command = "x" }` of TOML. */
function insideBraces(
  text: string,
  format: ConfigFormat,
  { name, values, after }: NewList,
  { from, to }: { readonly from: number; readonly to: number },
): Splice[] | null {
  const before = text.slice(Math.max(0, from - NEAR), from);
  const found = /(["']?)([\w.-]+)\1(\s*[:=]\s*)$/.exec(before);
  if (found?.[2] !== after.name) return null;
  const [whole, quote = "", , between = ""] = found;
  const key = from - whole.length;
  const indent = indentOf(text, key);
  const lead =
    indent === null || lineStart(text, key) === 0 ? ", " : `,${lineBreak(text)}${indent}`;
  const like = text.slice(from, to);
  const list = values.map((value) => quoted(format, value, like)).join(", ");
  return [{ from: to, to, text: `${lead}${quote}${name}${quote}${between}[${list}]` }];
}

/** `command = "x"` of a table, `a.command = "x"` of dotted names. */
function tableLine(
  text: string,
  { name, values, after }: NewList,
  { from, to }: { readonly from: number; readonly to: number },
): Splice[] | null {
  const line = text.slice(lineStart(text, from), from);
  const found = /^([ \t]*(?:.*\.[ \t]*)?)(["']?)([\w-]+)\2([ \t]*=[ \t]*)$/.exec(line);
  if (found?.[3] !== after.name) return null;
  const [, lead = "", quote = "", , between = ""] = found;
  const like = text.slice(from, to);
  const list = values.map((value) => quoted("toml", value, like)).join(", ");
  const end = lineEnd(text, to);
  const own = `${lineBreak(text)}${lead}${quote}${name}${quote}${between}[${list}]`;
  return [{ from: end, to: end, text: own }];
}

/** `command: x` of a block of YAML. */
function blockLines(
  text: string,
  { name, values, after }: NewList,
  { from, to }: { readonly from: number; readonly to: number },
): Splice[] | null {
  const start = lineStart(text, from);
  const line = text.slice(start, from);
  const found = /^([ \t]*(?:-[ \t]+)*)(["']?)([\w-]+)\2[ \t]*:[ \t]*$/.exec(line);
  if (found?.[3] !== after.name || text.slice(from, to).includes("\n")) return null;
  const indent = " ".repeat((found[1] ?? "").length);
  const eol = lineBreak(text);
  const like = text.slice(from, to);
  const list = values.map((value) => `${eol}${indent}  - ${quoted("yaml", value, like)}`).join("");
  const end = lineEnd(text, to);
  return [{ from: end, to: end, text: `${eol}${indent}${name}:${list}` }];
}
