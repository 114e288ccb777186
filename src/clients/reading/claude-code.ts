import { type ConfigNode, memberOf, membersOf, nodeAt } from "../../formats/node.ts";
import { type EntryShape, STANDARD } from "./entry.ts";
import type { ConfigReader, ConfigSettling } from "./reader.ts";
import { mcpServers, mcpServersOrFlat } from "./readers.ts";

/** `headersHelper` is a command that Claude Code runs for the headers of a remote server. */
export const CLAUDE_CODE_ENTRY: EntryShape = {
  ...STANDARD,
  helpers: ["headersHelper"],
  others: ["type", "oauth", "timeout", "request_timeout_ms", "alwaysLoad", "scope", "description"],
};

const servers = mcpServers(CLAUDE_CODE_ENTRY);

/** A plugin's `mcpServers`: the servers, the path of a file that has them, or a list of either. */
export const pluginServers: ConfigReader = (root, context) => {
  const node = memberOf(root, "mcpServers")?.value;
  const parts = node?.type === "array" ? node.items : node === undefined ? [] : [node];
  return parts.flatMap((part) => {
    if (part.type !== "string") return servers(withServers(root, part), context);
    const path = part.value.replace(/^(\$\{CLAUDE_PLUGIN_ROOT\}|\.)\//, "");
    if (/\.(mcpb|dxt)$/i.test(path)) {
      context.gap(`${context.file}: the bundle ${part.value} defines servers; it is not read`);
      return [];
    }
    // A path that leaves the plugin is not followed.
    const isInside = !/^([\\/]|\w:)|(^|[\\/])\.\.([\\/]|$)/.test(path);
    const file = context.beside(path);
    const other = isInside ? context.companion(file, "json") : null;
    if (other === null) {
      const { line, column } = part;
      const message = `there is no file ${part.value} in the plugin`;
      context.report({ kind: "missing-file", message, line, column });
      return [];
    }
    const read = mcpServersOrFlat(CLAUDE_CODE_ENTRY)(other, { ...context, file });
    return read.map((server) => ({ ...server, file }));
  });
};

/** A subagent's `mcpServers`: servers, or a list of servers and of names of servers elsewhere. */
export const agentServers: ConfigReader = (root, context) => {
  const node = memberOf(root, "mcpServers")?.value;
  if (node?.type !== "array") return servers(root, context);
  return node.items
    .filter((item) => item.type === "object")
    .flatMap((item) => servers(withServers(root, item), context));
};

function withServers(root: ConfigNode, value: ConfigNode): ConfigNode {
  const { line, column } = root;
  const member = { key: "mcpServers", value, line: value.line, column: value.column };
  return { type: "object", members: [member], line, column, span: null };
}

/**
 * `managed-mcp.json` loads alone. Servers of a project's `.mcp.json` can be turned down in the
 * user's own files; what a project's files say about it is not believed, they come with the servers.
 */
export const claudeCodeSettling: ConfigSettling = (files) => {
  const certain = files.filter(({ isCertain }) => isCertain);
  const managed = certain.find(({ scope }) => scope === "managed");
  const own = certain.filter(({ scope }) => scope === "user");
  return ({ name, scope, folder }) => {
    if (managed !== undefined && scope !== "managed") return managed.file;
    if (scope !== "project") return null;
    const turnedDown = own.find(({ root }) => {
      const project = membersOf(nodeAt(root, ["projects"])).findLast(({ key }) => key === folder);
      return [root, project?.value ?? null].some((node) =>
        listsName(nodeAt(node, ["disabledMcpjsonServers"]), name),
      );
    });
    return turnedDown?.file ?? null;
  };
};

function listsName(node: ConfigNode | null, name: string): boolean {
  return (
    node?.type === "array" &&
    node.items.some((item) => item.type === "string" && item.value === name)
  );
}
