import { byUtf8, sha256Of } from "../model/digest.ts";
import type { Lockfile } from "./schema.ts";

// `tree` and `revision` stand side by side: two updates of one subject must conflict in a merge.
const HEAD = ["lockfileVersion", "critical", "subject", "extras", "version", "revision", "tree"];
const TAIL = ["packages"];

/** JSON with sorted keys on one line: `{ "a": 1, "b": [2] }`. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = sortedEntries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function sortedEntries(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => byUtf8(a, b));
}

/**
 * The canonical text of a lockfile: sorted keys, LF, one package a line, a newline at the end. The
 * text has one digest, so that it can be signed one day.
 */
export function formatLockfile(lockfile: Lockfile): string {
  const rank = (key: string): number =>
    HEAD.includes(key) ? HEAD.indexOf(key) : HEAD.length + (TAIL.includes(key) ? 1 : 0);
  const fields = sortedEntries(lockfile)
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([key, value]) => {
      const text = key === "packages" ? block(lockfile.packages) : inline(value);
      return `  ${JSON.stringify(key)}: ${text}`;
    });
  return `{\n${fields.join(",\n")}\n}\n`;
}

function block(packages: object): string {
  const lines = sortedEntries(packages).map(
    ([path, pin]) => `    ${JSON.stringify(path)}: ${inline(pin)}`,
  );
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n  }`;
}

/** The digest that `tree` must hold: of the canonical form of `packages` on one line. */
export function treeDigestOf(packages: object): string {
  return sha256Of(inline(packages));
}
