import { memberOf } from "../../formats/node.ts";
import { type EntryShape, readEntry, STANDARD } from "./entry.ts";
import { serversAt } from "./readers.ts";

const CODEX: EntryShape = {
  ...STANDARD,
  headers: [["http_headers"], ["env_http_headers"]],
  off: [["enabled", false]],
  others: [
    "cwd",
    "env_vars",
    "enabled_tools",
    "disabled_tools",
    "bearer_token_env_var",
    "startup_timeout_sec",
    "startup_timeout_ms",
    "tool_timeout_sec",
    "required",
    "scopes",
    "oauth_resource",
    "experimental_environment",
    "tools",
    "default_tools_approval_mode",
    "supports_parallel_tool_calls",
  ],
};

/** `[mcp_servers.<name>]`; texts are literal, no variable is replaced. */
export const codexServers = serversAt(["mcp_servers"], (node) => {
  const entry = readEntry(node, CODEX);
  const hasToken = memberOf(node, "bearer_token_env_var") !== null;
  return hasToken ? { ...entry, headers: [...entry.headers, "Authorization"] } : entry;
});
