import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, test } from "node:test";

import { placesHere } from "../../src/clients/finding/locations.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import type { Platform } from "../../src/model/platform.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { exampleFile, sampleOf } from "./samples.ts";
import { find, machineOf } from "./world.ts";

const PLATFORMS: readonly Platform[] = ["linux", "darwin", "win32"];
const SETTINGS = /\/settings\.json$/;

for (const platform of PLATFORMS) {
  describe(`on ${platform}`, () => {
    for (const client of CLIENTS)
      for (const location of placesHere(client.locations, machineOf(platform))) {
        // Says only which servers of other files are off.
        if (client.id === "claude-code" && SETTINGS.test(location.path)) continue;
        test(`${client.name} reads ${location.path}`, () => {
          const file = exampleFile(location.path, platform);
          const sample = sampleOf(client, location);
          const disk = MemoryDisk.of({ [file]: sample.text });
          for (const trace of location.isShared ? (client.traces ?? []) : [])
            disk.folder(exampleFile(trace, platform));
          const { home } = machineOf(platform);
          const env = { OPENCODE_CONFIG: `${home}/own.json`, OPENCODE_CONFIG_DIR: `${home}/own` };
          const found = find(disk, { only: client.id }, machineOf(platform, { env }));
          assert.deepEqual(found.problems, []);
          assert.deepEqual(
            found.servers.map(({ client: id, name, scope, source, command }) => {
              return [id, name, scope, source.file, source.line, command];
            }),
            [[client.id, "files", location.scope, file, sample.line, "npx"]],
          );
        });
      }
  });
}

test("a home that holds all of them shows each under its client", () => {
  const disk = new MemoryDisk();
  const expected = new Map<string, Set<string>>();
  for (const client of CLIENTS)
    for (const location of placesHere(client.locations, machineOf("darwin"))) {
      const file = exampleFile(location.path, "darwin");
      // A file of several clients has what its first reader expects.
      if (disk.stat(file) !== null || SETTINGS.test(location.path) || /\{OPEN/.test(file)) continue;
      disk.file(file, sampleOf(client, location).text);
      expected.set(client.id, (expected.get(client.id) ?? new Set()).add(file));
    }
  disk.folder("/Users/ada/Library/Application Support/Claude/local-agent-mode-sessions");
  const found = find(disk, {}, machineOf("darwin"));
  assert.deepEqual(found.problems, []);
  assert.equal(new Set(found.servers.map(({ id }) => id)).size, found.servers.length);
  for (const [client, files] of expected) {
    const servers = found.servers.filter((server) => server.client === client);
    for (const file of files) {
      const isThere = servers.some(({ source }) => source.file === file);
      const isSaid = servers.some(({ name }) => name === "files");
      assert.ok(isThere || isSaid, `${client}: ${file}`);
    }
  }
  assert.ok(found.servers.some(({ client }) => client === "cowork"));
});

test("the list of clients is the folder", () => {
  const infrastructure = new Set(["index", "define", "discover", "discovery"]);
  const files = readdirSync(new URL("../../src/clients", import.meta.url))
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.replace(/\.ts$/, ""))
    .filter((name) => !infrastructure.has(name));
  assert.deepEqual(CLIENTS.map(({ id }) => id).toSorted(), files.toSorted());
});

test("a machine with none of them is asked little", () => {
  const disk = new MemoryDisk().folder("/home/ada/shop");
  const found = find(disk);
  const { servers, problems, files, gaps, notes } = found;
  assert.deepEqual([servers, problems, files, gaps, notes], [[], [], [], [], []]);
  assert.ok(disk.calls < 60, `${disk.calls} questions`);
});
