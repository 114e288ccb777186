import { type ConfigNode, kindOf, type Member, memberOf, membersOf } from "../../formats/node.ts";
import { type EntryFields, type EntryShape, readEntry, STANDARD } from "./entry.ts";
import { misnamedServers } from "./near-names.ts";
import type { ConfigContext, ConfigReader, FoundServer } from "./reader.ts";

/** The fields of one entry; null for what is no server of its own. */
export type ReadEntry = (
  node: ConfigNode,
  context: ConfigContext,
  name: string,
) => EntryFields | null;

const standard: ReadEntry = (node) => readEntry(node, STANDARD);

/** A reader of entries of that shape. */
export function shaped(shape: EntryShape): ReadEntry {
  return (node) => readEntry(node, shape);
}

/** Servers as the members of the object at a path of names. `read` gives null for what is none. */
export function serversAt(path: readonly string[], read: ReadEntry = standard): ConfigReader {
  return (root, context) => {
    const node = objectAt(root, path, context);
    return membersOf(node).flatMap((member) => found(member, read, context));
  };
}

/** The same under `mcpServers`, which most clients have. */
export function mcpServers(shape: EntryShape = STANDARD): ConfigReader {
  return serversAt(["mcpServers"], shaped(shape));
}

/**
 * Under `mcpServers`, or without it: every member of the file that looks like a server is one. In
 * such a flat file a member of any other shape is a setting.
 */
export function mcpServersOrFlat(shape: EntryShape = STANDARD): ConfigReader {
  const below = mcpServers(shape);
  const flat: ConfigReader = (root, context) =>
    membersOf(root)
      .filter(({ value }) => memberOf(value, "command") ?? memberOf(value, "url"))
      .flatMap((member) => found(member, shaped(shape), context));
  return (root, context) => (memberOf(root, "mcpServers") ? below : flat)(root, context);
}

/** Servers as a list of objects that have a `name`. */
export function serverList(path: readonly string[], read: ReadEntry = standard): ConfigReader {
  return (root, context) => {
    const node = nodeOfKind("array", root, path, context);
    if (node?.type !== "array") return [];
    return node.items.flatMap((item, index) => {
      const name = memberOf(item, "name")?.value;
      const key = name?.type === "string" ? name.value : `#${index + 1}`;
      return found({ key, value: item, line: item.line, column: item.column }, read, context);
    });
  };
}

/** `projects.<folder>.mcpServers`: what one person added for one project. */
export function localServers(shape: EntryShape = STANDARD): ConfigReader {
  return (root, context) =>
    membersOf(objectAt(root, ["projects"], context)).flatMap(({ key, value }) =>
      mcpServers(shape)(value, context).map((server) => ({
        ...server,
        folder: key,
        scope: "local" as const,
      })),
    );
}

/** Each reader's servers, one after the other. */
export function all(...readers: readonly ConfigReader[]): ConfigReader {
  return (root, context) => readers.flatMap((read) => read(root, context));
}

/** A file that only says something about other files' servers. */
export const noServers: ConfigReader = () => [];

function found(member: Member, read: ReadEntry, context: ConfigContext): FoundServer[] {
  const { key, line, column, value } = member;
  const entry = read(value, context, key);
  return entry === null ? [] : [{ name: key, at: { line, column }, entry }];
}

function objectAt(
  root: ConfigNode,
  path: readonly string[],
  context: ConfigContext,
): ConfigNode | null {
  return nodeOfKind("object", root, path, context);
}

/**
 * The node at a path: null where a name on the way is missing, which is simply no servers, or null;
 * a problem of the file where what stands there is something else.
 */
function nodeOfKind(
  kind: "object" | "array",
  root: ConfigNode,
  path: readonly string[],
  { report }: ConfigContext,
): ConfigNode | null {
  let node = root;
  for (const [depth, name] of ["the file", ...path].entries()) {
    if (depth > 0) {
      const next = memberOf(node, name);
      if (next === null) {
        adviseOnName(node, name, report);
        return null;
      }
      if (next.value.type === "null") return null;
      node = next.value;
    }
    const wanted = depth === path.length ? kind : "object";
    if (node.type === wanted) continue;
    const what = depth === 0 ? name : `"${name}"`;
    const expected = wanted === "object" ? "an object" : "a list";
    const { line, column } = node;
    const message = `${what} is ${kindOf(node)}, ${expected} is expected`;
    report({ kind: "wrong-type", message, line, column });
    return null;
  }
  return node;
}

/** A name that nobody looks for is no problem of the file, and yet its servers are never started. */
function adviseOnName(node: ConfigNode, wanted: string, report: ConfigContext["report"]): void {
  const misnamed = misnamedServers(node, wanted);
  if (misnamed === null) return;
  const { key, line, column } = misnamed;
  const message = `${JSON.stringify(key)} is not read here; "${wanted}" is expected`;
  report({ kind: "near-miss", message, line, column, isTolerated: true });
}
