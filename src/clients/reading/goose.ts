import { memberOf, stringOf } from "../../formats/node.ts";
import { type EntryShape, readEntry, STANDARD } from "./entry.ts";
import type { ReadEntry } from "./readers.ts";

const GOOSE: EntryShape = {
  ...STANDARD,
  command: "cmd",
  env: "envs",
  urls: ["uri", "url"],
  off: [["enabled", false]],
  others: [
    "name",
    "type",
    "env_keys",
    "timeout",
    "bundled",
    "available_tools",
    "description",
    "display_name",
    "cwd",
    "socket",
    "code",
    "dependencies",
    "instructions",
    "tools",
  ],
};

/** Kinds that are part of Goose itself. */
const BUILT_IN = new Set(["builtin", "platform", "frontend"]);

export const readGooseEntry: ReadEntry = (node) => {
  const type = stringOf(memberOf(node, "type")?.value ?? null);
  if (type !== null && BUILT_IN.has(type)) return null;
  const entry = readEntry(node, GOOSE);
  if (type !== "inline_python") return entry;
  return { ...entry, problem: "it runs Python code that stands in the file itself" };
};
