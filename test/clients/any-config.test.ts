import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";
import { stringify as stringifyToml } from "smol-toml";
import { stringify as stringifyYaml } from "yaml";

import type { ConfigFormat } from "../../src/clients/define.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { find } from "./world.ts";

/** Names that readers look for, so that they find something of a wrong kind behind them. */
const key = fc.constantFrom(
  "mcpServers",
  "servers",
  "mcp",
  "mcp_servers",
  "context_servers",
  "extensions",
  "projects",
  "server",
  "mcp_config",
  "platform_overrides",
  "linux",
  "user_config",
  "experimental",
  "modelContextProtocolServers",
  "settings",
  "customizations",
  "vscode",
  "amp.mcpServers",
  "powers",
  "command",
  "args",
  "env",
  "envs",
  "cmd",
  "url",
  "headers",
  "transport",
  "type",
  "name",
  "uses",
  "disabled",
  "enabled",
  "headersHelper",
  "__proto__",
  "/home/ada/shop",
);
const text = fc.constantFrom(
  "npx",
  "-y",
  "",
  "inline_python",
  "${user_config.level}",
  "${HOME}",
  "./servers.json",
  "../x",
  "$(x)",
  "\u0000",
);
const config = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    text,
    fc.boolean(),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(key, tie("value"), { maxKeys: 6, noNullPrototype: false }),
})).object;

const WRITE: Record<ConfigFormat, (value: unknown) => string> = {
  json: (value) => JSON.stringify(value),
  jsonc: (value) => `${JSON.stringify(value)} // note`,
  toml: (value) => stringifyToml(value),
  yaml: (value) => stringifyYaml(value),
  frontmatter: (value) => `---\n${stringifyYaml(value)}---\n`,
};

test("whatever a file holds, its client is answered", () => {
  fc.assert(
    fc.property(fc.constantFrom(...CLIENTS), config, (client, value) => {
      for (const format of new Set(client.locations.map((location) => location.format ?? "json"))) {
        const location = client.locations.find((known) => (known.format ?? "json") === format);
        if (location === undefined) continue;
        const file = `/tmp/own.${format === "frontmatter" ? "md" : format}`;
        const own = { ...client, locations: [location] };
        const disk = MemoryDisk.of({ [file]: WRITE[format](value) });
        const overrides = new Map([[client.id, file]]);
        const { servers } = find(disk, { clients: [own], overrides });
        for (const server of servers) {
          assert.equal(server.source.file, file);
          assert.ok(server.source.line >= 1);
          const isClear = server.command !== null || server.url !== null;
          assert.ok(isClear || server.problem !== null, JSON.stringify(server));
        }
        assert.equal(new Set(servers.map(({ id }) => id)).size, servers.length);
      }
    }),
    { numRuns: 400 },
  );
});
