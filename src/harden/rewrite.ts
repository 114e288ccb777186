import type { WrittenEntry } from "../clients/reading/entry.ts";
import type { Intended, IntendedValue } from "../edits/intended.ts";
import { type ListChange, replaceItems } from "../edits/list.ts";
import { addList } from "../edits/member.ts";
import type { Splice } from "../edits/plan.ts";
import { quoted } from "../edits/quote.ts";
import type { ConfigNode } from "../formats/node.ts";
import type { ConfigFormat } from "../formats/read.ts";
import { type WrittenCommand, writtenCommand } from "./written-command.ts";

/** Another command line for an entry: what is not named here stays as it is written. */
export interface NewCommand {
  readonly command: string;
  /** Arguments of the entry that give way, counted without the command. */
  readonly args: ListChange;
}

export interface Rewritten {
  readonly splices: readonly Splice[];
  readonly intended: Intended;
}

type Parts = Extract<WrittenCommand, { form: "parts" }>;

/**
 * The changes of a file's text that give an entry another command line: one value at a time, comments
 * and layout kept. Null where the entry is written in a way that cannot be changed so.
 */
export function rewriteCommand(
  text: string,
  format: ConfigFormat,
  written: WrittenEntry,
  next: NewCommand,
): Rewritten | null {
  const place = writtenCommand(written);
  if (place === null) return null;
  if (place.form === "parts") return rewriteParts(text, format, place, next);
  const { list } = place;
  const own = textsOf(list);
  const { from, count, values } = next.args;
  // The program is the first item; what stands between it and the change is written again.
  const between = own.slice(1, 1 + from);
  const change = {
    from: 0,
    count: 1 + from + count,
    values: [next.command, ...between, ...values],
  };
  const splices = replaceItems(text, format, list, change);
  if (splices === null) return null;
  const replaced = new Map<ConfigNode, IntendedValue>([[list, changed(own, change)]]);
  return { splices, intended: { replaced, added: new Map() } };
}

function rewriteParts(
  text: string,
  format: ConfigFormat,
  { holder, command, args }: Parts,
  next: NewCommand,
): Rewritten | null {
  const { span } = command.value;
  if (span === null) return null;
  const written = quoted(format, next.command, text.slice(span.from, span.to));
  const isSame = command.value.type === "string" && command.value.value === next.command;
  const own = isSame ? [] : [{ ...span, text: written }];
  const replaced = new Map<ConfigNode, IntendedValue>([[command.value, next.command]]);
  if (args.list !== null) {
    const items = replaceItems(text, format, args.list, next.args);
    if (items === null) return null;
    replaced.set(args.list, changed(textsOf(args.list), next.args));
    return { splices: [...own, ...items], intended: { replaced, added: new Map() } };
  }
  const { values } = next.args;
  if (values.length === 0) return { splices: own, intended: { replaced, added: new Map() } };
  const after = { name: command.name, value: command.value };
  const list = addList(text, format, holder, { name: args.name, values, after });
  if (list === null) return null;
  const added = new Map([[holder, { after: command.name, name: args.name, value: values }]]);
  return { splices: [...own, ...list], intended: { replaced, added } };
}

function textsOf(list: Extract<ConfigNode, { type: "array" }>): readonly string[] {
  return list.items.map((item) => (item.type === "string" ? item.value : ""));
}

function changed(own: readonly string[], { from, count, values }: ListChange): readonly string[] {
  return own.toSpliced(from, count, ...values);
}
