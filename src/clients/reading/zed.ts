import { memberOf } from "../../formats/node.ts";
import { type EntryShape, readEntry, STANDARD } from "./entry.ts";
import type { ReadEntry } from "./readers.ts";

const ZED: EntryShape = {
  ...STANDARD,
  off: [["enabled", false]],
  others: ["source", "settings", "timeout", "remote", "oauth"],
};

/** `command` with `args` and `env` beside it, or the older `command: { path, args, env }`. */
export const readZedEntry: ReadEntry = (node, { gap }, name) => {
  const command = memberOf(node, "command")?.value;
  if (command?.type === "object") {
    const { disabled } = readEntry(node, ZED);
    return { ...readEntry(command, { ...ZED, command: "path", urls: [] }), disabled };
  }
  if (node.type !== "object" || command !== undefined || memberOf(node, "url") !== null)
    return readEntry(node, ZED);
  gap(`the extension behind "${name}" starts a server from its own code`);
  return null;
};
