import { type ConfigNode, nodeAt } from "../../formats/node.ts";
import { STANDARD } from "./entry.ts";
import type { ConfigSettling } from "./reader.ts";
import { mcpServers } from "./readers.ts";

export const geminiServers = mcpServers({
  ...STANDARD,
  urls: ["httpUrl", "url", "tcp"],
  others: [
    "type",
    "cwd",
    "timeout",
    "trust",
    "includeTools",
    "excludeTools",
    "oauth",
    "authProviderType",
    "description",
    "targetAudience",
    "targetServiceAccount",
    "extension",
  ],
});

/** `mcp.allowed` and `mcp.excluded` of an administrator's file; nobody else's can overrule them. */
export const geminiSettling: ConfigSettling = (files) => {
  const policies = files
    .filter(({ scope, isCertain }) => scope === "managed" && isCertain)
    .map(({ file, root }) => ({
      file,
      allowed: textsAt(root, ["mcp", "allowed"]),
      excluded: textsAt(root, ["mcp", "excluded"]),
    }));
  return ({ name }) =>
    policies.find(
      ({ allowed, excluded }) =>
        excluded.includes(name) || (allowed.length > 0 && !allowed.includes(name)),
    )?.file ?? null;
};

function textsAt(root: ConfigNode, path: readonly string[]): readonly string[] {
  const node = nodeAt(root, path);
  if (node?.type !== "array") return [];
  return node.items.flatMap((item) => (item.type === "string" ? [item.value] : []));
}
