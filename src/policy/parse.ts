import * as v from "valibot";

import { parseJson } from "../formats/json.ts";
import { type ConfigNode, memberOf, membersOf, nodeAt } from "../formats/node.ts";
import type { Location } from "../model/finding.ts";
import type { Policy, PolicyOwner, Stated } from "./policy.ts";
import { POLICY_FIELDS, PolicySchema } from "./schema.ts";

export type ParsedPolicy =
  | { readonly policy: Policy; readonly problem: null }
  | { readonly policy: null; readonly problem: string };

export interface PolicyOrigin {
  readonly owner: PolicyOwner;
  readonly file: string;
  readonly directory: string;
}

/**
 * Reads a policy with the place of each demand. A name that stands twice is refused: two readers
 * would take different ones for the demand.
 */
export function parsePolicy(text: string, origin: PolicyOrigin): ParsedPolicy {
  const { root, problems } = parseJson(text, { comments: false, trailingCommas: false });
  const [problem] = problems;
  if (problem !== undefined || root === null)
    return {
      policy: null,
      problem: `line ${problem?.line ?? 1}: ${problem?.message ?? "it is empty"}`,
    };
  const parsed = v.safeParse(PolicySchema, JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    return { policy: null, problem: path === null ? issue.message : `${path}: ${issue.message}` };
  }
  const json = parsed.output;
  const at = (...path: readonly string[]): Required<Location> => placeIn(root, origin.file, path);
  const stated = <Value>(value: Value | undefined, ...path: string[]): Stated<Value> | null =>
    value === undefined ? null : { value, at: at(...path) };
  const each = <Value>(values: readonly Value[] | undefined, ...path: string[]): Stated<Value>[] =>
    (values ?? []).map((value, index) => ({ value, at: at(...path, String(index)) }));
  const { cooldown, provenance } = json;
  const policy: Policy = {
    ...origin,
    revision: json.revision ?? null,
    cooldown: stated(cooldown?.days, "cooldown", "days"),
    cooldownExceptions: each(cooldown?.exceptions, "cooldown", "exceptions"),
    onLoss: stated(provenance?.onLoss, "provenance", "onLoss"),
    onIdentityChange: stated(provenance?.onIdentityChange, "provenance", "onIdentityChange"),
    provenance: each(provenance?.require, "provenance", "require"),
    installScripts: stated(json.installScripts, "installScripts"),
    sources: stated(json.sources, "sources"),
    platforms: each(json.platforms, "platforms"),
    tree: stated(json.tree, "tree"),
    require: each(json.require, "require"),
    accepted: each(json.accepted, "accepted"),
    exceptions: each(json.exceptions, "exceptions"),
    unknown: unknownFields(root, origin.file),
  };
  return { policy, problem: null };
}

/** Where a demand stands: its name, or an item of a list. */
function placeIn(root: ConfigNode, file: string, path: readonly string[]): Required<Location> {
  const [last = ""] = path.slice(-1);
  const parent = nodeAt(root, path.slice(0, -1));
  const item = parent?.type === "array" ? parent.items[Number(last)] : memberOf(parent, last);
  const { line, column } = item ?? root;
  return { file, line, column };
}

/** A demand that is misspelt demands nothing: it must not go by unseen. */
function unknownFields(root: ConfigNode, file: string): Stated<string>[] {
  return Object.entries(POLICY_FIELDS).flatMap(([parent, known]) =>
    membersOf(nodeAt(root, parent === "" ? [] : [parent]))
      .filter(({ key }) => !known.has(key))
      .map(({ key, line, column }) => ({
        value: parent === "" ? key : `${parent}.${key}`,
        at: { file, line, column },
      })),
  );
}
