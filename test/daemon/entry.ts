import type { ServerEntry } from "../../src/model/server.ts";

/** An entry of Cursor's. */
export function entryOf(name: string, parts: Partial<ServerEntry> = {}): ServerEntry {
  return {
    id: `cursor/${name}`,
    client: "cursor",
    clientName: "Cursor",
    scope: "user",
    name,
    folder: null,
    disabled: false,
    disabledBy: null,
    source: { file: "/home/ada/.cursor/mcp.json", line: 1, column: 1 },
    command: "npx",
    args: ["-y", name],
    env: {},
    envFile: null,
    cwd: null,
    url: null,
    headers: [],
    executes: [],
    problem: null,
    ...parts,
  };
}
