import { memberOf, stringOf } from "../../formats/node.ts";
import { type EntryShape, readEntry, STANDARD } from "./entry.ts";
import type { ConfigReader, FoundServer } from "./reader.ts";
import { all, localServers, mcpServers, type ReadEntry, serverList } from "./readers.ts";

const CONTINUE: EntryShape = {
  ...STANDARD,
  headers: [["headers"], ["requestOptions", "headers"]],
  others: [
    "name",
    "type",
    "cwd",
    "requestOptions",
    "connectionTimeout",
    "apiKey",
    "uses",
    "with",
    "override",
    "faviconUrl",
    "sourceFile",
  ],
};
const LEGACY: EntryShape = { ...CONTINUE, inside: "transport", others: null };

/** An entry, or `uses: owner/block`: a server that is fetched and that the file does not describe. */
const readBlock: ReadEntry = (node, { gap }) => {
  const uses = stringOf(memberOf(node, "uses")?.value ?? null);
  if (uses === null) return readEntry(node, CONTINUE);
  gap(`${uses} is a block of the hub, which may define servers`);
  return null;
};

const list = serverList(["mcpServers"], readBlock);

/** A list of entries that have a name, or the common object, or one entry that is the file. */
export const continueServers: ConfigReader = (root, context) => {
  if (memberOf(root, "mcpServers")?.value.type === "array") return list(root, context);
  return continueJson(root, context);
};

export const continueJson: ConfigReader = all(
  mcpServers(CONTINUE),
  localServers(CONTINUE),
  (root, { file }): FoundServer[] => {
    if (memberOf(root, "command") === null && memberOf(root, "url") === null) return [];
    const base = file.split(/[\\/]/).at(-1) ?? file;
    const name = stringOf(memberOf(root, "name")?.value ?? null) ?? base.replace(/\.\w+$/, "");
    const { line, column } = root;
    return [{ name, at: { line, column }, entry: readEntry(root, CONTINUE) }];
  },
);

/** The old `config.json`. */
export const continueLegacy = serverList(["experimental", "modelContextProtocolServers"], (node) =>
  readEntry(node, LEGACY),
);
