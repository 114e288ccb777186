import assert from "node:assert/strict";
import { test } from "node:test";

import type { ServerEntry } from "../../src/model/server.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { find, machineOf } from "./world.ts";

const FOLDER = "/Users/ada/Library/Application Support/Claude";
const ID = "ant.dir.ant.anthropic.filesystem";

const MANIFEST = {
  manifest_version: "0.3",
  name: "filesystem",
  server: {
    type: "node",
    entry_point: "dist/index.js",
    mcp_config: {
      command: "node",
      args: [
        "${__dirname}${/}dist/index.js",
        "${user_config.folders}",
        "--log=${user_config.level}",
      ],
      env: { TOKEN: "${user_config.token}", HOME_FOLDER: "${HOME}" },
      platform_overrides: { win32: { command: "node.exe" } },
    },
  },
  user_config: {
    folders: { type: "directory", multiple: true },
    level: { type: "string", default: "warn" },
    token: { type: "string", sensitive: true },
  },
};

function install(settings: string | null, platform: "darwin" | "win32" = "darwin"): ServerEntry {
  const folder = platform === "darwin" ? FOLDER : "C:/Users/ada/AppData/Roaming/Claude";
  const disk = MemoryDisk.of({
    [`${folder}/Claude Extensions/${ID}/manifest.json`]: JSON.stringify(MANIFEST),
  });
  if (settings !== null) disk.file(`${folder}/Claude Extensions Settings/${ID}.json`, settings);
  const [server] = find(disk, { only: "claude-desktop-ext" }, machineOf(platform)).servers;
  assert.ok(server);
  return server;
}

const SETTINGS = JSON.stringify({
  isEnabled: true,
  userConfig: { folders: ["/srv/a", "/srv/b"], token: "__encrypted__:x" },
});

test("manifest and settings give the command line", () => {
  const server = install(SETTINGS);
  assert.deepEqual([server.id, server.scope], ["claude-desktop-ext/filesystem", "extension"]);
  assert.ok(!server.disabled);
  assert.equal(server.command, "node");
  assert.deepEqual(server.args, [
    `${FOLDER}/Claude Extensions/${ID}/dist/index.js`,
    "/srv/a",
    "/srv/b",
    "--log=warn",
  ]);
});

test("a secret stays a variable", () => {
  assert.deepEqual(
    { ...install(SETTINGS).env },
    {
      TOKEN: "${user_config.token}",
      HOME_FOLDER: "/Users/ada",
    },
  );
});

test("a platform's override replaces its part", () => {
  const server = install(SETTINGS, "win32");
  assert.equal(server.command, "node.exe");
  assert.match(server.args[0] ?? "", /filesystem\\dist\/index\.js$/);
});

test("without settings it is off; with settings that cannot be read it counts as on", () => {
  assert.ok(install(null).disabled);
  assert.ok(install('{"isEnabled": false}').disabled);
  assert.ok(!install("{").disabled);
});
