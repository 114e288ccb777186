import type { ServerEntry } from "../../src/model/server.ts";

/** The shapes in which clients write one entry: the tests' stand-in for their readers. */
export interface AnyEntry {
  readonly command?: string | readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly url?: string;
  readonly httpUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly headersHelper?: string;
}

export function entryOf(entry: AnyEntry): ServerEntry {
  const [command = null, ...more] = [entry.command ?? []].flat();
  return {
    id: "test/server",
    client: "test",
    clientName: "Test",
    scope: "user",
    name: "server",
    folder: null,
    disabled: false,
    disabledBy: null,
    source: { file: "/home/test/mcp.json", line: 1, column: 1 },
    command,
    args: [...more, ...(entry.args ?? [])],
    env: entry.env ?? entry.environment ?? {},
    envFile: null,
    cwd: entry.cwd ?? null,
    url: entry.url ?? entry.httpUrl ?? null,
    headers: Object.keys(entry.headers ?? {}),
    executes: entry.headersHelper === undefined ? [] : [entry.headersHelper],
    problem: null,
  };
}
