import type { ConfigNode } from "../../formats/node.ts";
import { type EntryShape, readEntry, SWITCHABLE } from "./entry.ts";
import type { ReadEntry } from "./readers.ts";

const CRUSH: EntryShape = {
  ...SWITCHABLE,
  others: ["type", "enabled_tools", "disabled_tools", "timeout", "oauth"],
};

/** Crush hands the texts of an entry to a shell: `$(…)` in any of them is run, in headers too. */
export const readCrushEntry: ReadEntry = (node) => ({
  ...readEntry(node, CRUSH),
  executes: textsOf(node).filter((text) => /\$\(|`/.test(text)),
});

function textsOf(node: ConfigNode): string[] {
  if (node.type === "string") return [node.value];
  if (node.type === "array") return node.items.flatMap(textsOf);
  return node.type === "object" ? node.members.flatMap(({ value }) => textsOf(value)) : [];
}
