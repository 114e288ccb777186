import assert from "node:assert/strict";
import { describe, test } from "node:test";

import type { ConfigLocation } from "../../src/clients/define.ts";
import type { Discovery } from "../../src/clients/discover.ts";
import { placesHere } from "../../src/clients/finding/locations.ts";
import { CLIENTS } from "../../src/clients/index.ts";
import { differenceOf } from "../../src/edits/difference.ts";
import { fileObstacle } from "../../src/harden/obstacles.ts";
import { planHardening } from "../../src/harden/plan.ts";
import type { Platform } from "../../src/model/platform.ts";
import { understood } from "../../src/verify/servers.ts";
import { exampleFile, sampleOf } from "../clients/samples.ts";
import { find, machineOf } from "../clients/world.ts";
import { MemoryDisk } from "../support/memory-disk.ts";
import { memoryUserFiles } from "../support/memory-user-files.ts";

const PLATFORMS: readonly Platform[] = ["linux", "darwin", "win32"];
const SETTINGS = /\/settings\.json$/;
const COMMAND = "/home/ada/.local/share/pinfold/runtime/0123456789abcdef/node";
const WORDS = ["/home/ada/x/cli.js", "run", "npm:@gull/server", "--", "/srv"];

/** Places whose files are not the user's or the team's to change. */
const FOREIGN: readonly ConfigLocation["scope"][] = ["managed", "system", "plugin", "extension"];

for (const platform of PLATFORMS)
  describe(`on ${platform}`, () => {
    for (const client of CLIENTS)
      for (const location of placesHere(client.locations, machineOf(platform))) {
        if (client.id === "claude-code" && SETTINGS.test(location.path)) continue;
        const isForeign = FOREIGN.includes(location.scope);
        test(`${client.name}: the entry in ${location.path} ${isForeign ? "is left alone" : "is changed, and nothing else"}`, () => {
          const file = exampleFile(location.path, platform);
          const { text } = sampleOf(client, location);
          const disk = MemoryDisk.of({ [file]: text });
          for (const trace of location.isShared ? (client.traces ?? []) : [])
            disk.folder(exampleFile(trace, platform));
          const { home } = machineOf(platform);
          const env = { OPENCODE_CONFIG: `${home}/own.json`, OPENCODE_CONFIG_DIR: `${home}/own` };
          const read = (): Discovery =>
            find(disk, { only: client.id }, machineOf(platform, { env }));
          const discovery = read();
          const [entry] = discovery.servers;
          assert.ok(entry !== undefined);
          const server = understood(entry, { home, data: null });
          const obstacle = fileObstacle(server);
          assert.equal(obstacle !== null, isForeign);
          if (isForeign) return;

          const args = { from: 0, count: entry.args.length, values: WORDS };
          const next = { command: COMMAND, args };
          const userFiles = memoryUserFiles(disk);
          const decision = { kind: "rewrite", next, starts: "" } as const;
          const { files, others } = planHardening({ disk, userFiles, discovery }, [
            { server, decision },
          ]);
          assert.deepEqual(others, []);
          const [planned] = files;
          assert.ok(planned !== undefined && files.length === 1);
          assert.ok(differenceOf(planned.edit).length > 0);
          userFiles.replace(planned.edit.file, planned.edit.bytes);

          const [changed, ...more] = read().servers;
          assert.deepEqual(more, []);
          const { source: _, ...before } = entry;
          const { source: __, ...after } = changed ?? entry;
          assert.deepEqual(after, { ...before, command: COMMAND, args: WORDS });
        });
      }
  });
