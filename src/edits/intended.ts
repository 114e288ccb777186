import { isDeepStrictEqual } from "node:util";

import type { ConfigNode } from "../formats/node.ts";
import { type ConfigFormat, parseConfig } from "../formats/read.ts";

/** What a value is to be: a text or a list of texts in its place, or a further member behind one. */
export type IntendedValue = string | readonly string[];

export interface Intended {
  /** By the value that was read. */
  readonly replaced: ReadonlyMap<ConfigNode, IntendedValue>;
  /** By the object: a new member behind the one of that name. */
  readonly added: ReadonlyMap<
    ConfigNode,
    { readonly after: string; readonly name: string; readonly value: IntendedValue }
  >;
}

/**
 * Whether a changed text means what it meant before, but for what was intended: it is read again, and
 * every name and value is compared. A value that an alias repeats, a splice at a wrong place and a
 * quote too few all show.
 */
export function isIntended(
  before: ConfigNode,
  after: string,
  format: ConfigFormat,
  intended: Intended,
): boolean {
  const { root, problems } = parseConfig(after, format);
  if (root === null || problems.some(({ isTolerated }) => isTolerated !== true)) return false;
  return isDeepStrictEqual(meaningOf(root, NOTHING), meaningOf(before, intended));
}

const NOTHING: Intended = { replaced: new Map(), added: new Map() };

/** Members as a list: order and names used twice count. */
function meaningOf(node: ConfigNode, intended: Intended): unknown {
  const value = intended.replaced.get(node);
  if (value !== undefined) return written(value);
  if (node.type === "array")
    return ["list", ...node.items.map((item) => meaningOf(item, intended))];
  if (node.type !== "object") return node.type === "null" ? null : node.value;
  const added = intended.added.get(node);
  const last = node.members.findLast(({ key }) => key === added?.after);
  return node.members.flatMap((member) => {
    const own = [{ key: member.key, value: meaningOf(member.value, intended) }];
    if (added === undefined || member !== last) return own;
    return [...own, { key: added.name, value: written(added.value) }];
  });
}

function written(value: IntendedValue): unknown {
  return typeof value === "string" ? value : ["list", ...value];
}
