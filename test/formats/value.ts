import type { ConfigNode } from "../../src/formats/node.ts";

/** What a node holds, as plain data; objects without prototype, the last of equal names. */
export function valueOf(node: ConfigNode | null): unknown {
  if (node === null || node.type === "null") return null;
  if (node.type === "array") return node.items.map(valueOf);
  if (node.type !== "object") return node.value;
  const object = Object.create(null) as Record<string, unknown>;
  for (const { key, value } of node.members) object[key] = valueOf(value);
  return object;
}

/** Plain data with objects that have no prototype, to compare with. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) object[key] = bare(inner);
  return object;
}

export function countNodes(node: ConfigNode | null): number {
  if (node?.type === "array")
    return 1 + node.items.reduce((sum, item) => sum + countNodes(item), 0);
  if (node?.type === "object")
    return 1 + node.members.reduce((sum, { value }) => sum + countNodes(value), 0);
  return node === null ? 0 : 1;
}

/** The text at a place. */
export function textAt(text: string, { line, column }: { line: number; column: number }): string {
  return text.split("\n")[line - 1]?.slice(column - 1) ?? "";
}
