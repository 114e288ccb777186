import { memberOf, nodeAt } from "../../formats/node.ts";
import { type EntryShape, STANDARD } from "./entry.ts";
import type { ConfigReader } from "./reader.ts";
import { serversAt, shaped } from "./readers.ts";

const OPENCODE: EntryShape = {
  ...STANDARD,
  isCommandList: true,
  env: "environment",
  // Version 2, then version 1.
  off: [
    ["disabled", true],
    ["enabled", false],
  ],
  others: ["type", "cwd", "timeout", "oauth"],
};

/** `mcp.<name>` of version 1, `mcp.servers.<name>` of version 2. */
export const opencodeServers: ConfigReader = (root, context) => {
  const servers = nodeAt(root, ["mcp", "servers"]);
  const isEntry = ["type", "command", "url"].some((name) => memberOf(servers, name) !== null);
  const path = servers?.type === "object" && !isEntry ? ["mcp", "servers"] : ["mcp"];
  return serversAt(path, shaped(OPENCODE))(root, context);
};
