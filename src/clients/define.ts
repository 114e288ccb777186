import { type ConfigNode, type Member, nodeAt, type ParsedConfig } from "../formats/node.ts";
import type { Platform } from "../model/platform.ts";
import type { Scope } from "../model/server.ts";

export type ConfigFormat = "json" | "jsonc";

/** One place where a client keeps servers. */
export interface ConfigLocation {
  readonly platform: Platform;
  readonly scope: Scope;
  /**
   * Path with `/` between its parts. It starts with `~`, `{appData}` or `{localAppData}` (Windows'
   * roaming and local folders) or is absolute; a part may hold one `*`, which stands for the names
   * of a folder.
   */
  readonly path: string;
  readonly format: ConfigFormat;
  /** Names that lead to the object of servers. */
  readonly servers: readonly string[];
  readonly source: string;
  readonly confidence: "high" | "medium";
}

/** An MCP client, as data: where it keeps its servers and how strictly it reads. */
export interface ClientDefinition {
  readonly id: string;
  readonly name: string;
  readonly locations: readonly ConfigLocation[];
}

/** The server members of a parsed file, in the order of the file. */
export function serverMembers(parsed: ParsedConfig, location: ConfigLocation): readonly Member[] {
  const servers: ConfigNode | null = nodeAt(parsed.root, location.servers);
  return servers?.type === "object" ? servers.members : [];
}
