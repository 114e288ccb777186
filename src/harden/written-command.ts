import type { WrittenEntry } from "../clients/reading/entry.ts";
import { type ConfigNode, memberOf } from "../formats/node.ts";

type List = Extract<ConfigNode, { type: "array" }>;

/** Where the command line of an entry stands in its file. */
export type WrittenCommand =
  /** One list of the program and its arguments. */
  | { readonly form: "list"; readonly list: List }
  /** The program, and a list of its arguments, which may be missing. */
  | {
      readonly form: "parts";
      readonly holder: ConfigNode;
      readonly command: { readonly name: string; readonly value: ConfigNode };
      readonly args: { readonly name: string; readonly list: List | null };
    };

/** Null for a form that no client reads as one plain command line. */
export function writtenCommand({ node, shape }: WrittenEntry): WrittenCommand | null {
  const inner = shape.inside === null ? null : (memberOf(node, shape.inside)?.value ?? null);
  const holder = inner?.type === "object" ? inner : node;
  const command = memberOf(holder, shape.command)?.value ?? null;
  const args = memberOf(holder, shape.args)?.value ?? null;
  if (command?.type === "array") {
    const isWhole = shape.isCommandList && (args === null || args.type === "null");
    return isWhole ? { form: "list", list: command } : null;
  }
  if (command?.type !== "string") return null;
  // An explicit null stands where the list would have to be.
  if (args !== null && args.type !== "array") return null;
  return {
    form: "parts",
    holder,
    command: { name: shape.command, value: command },
    args: { name: shape.args, list: args },
  };
}
