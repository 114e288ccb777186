import assert from "node:assert/strict";
import { chmodSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { suite, test } from "node:test";

import { identify } from "../../src/daemon/identify.ts";
import { RecordingDisk } from "../../src/daemon/recording-disk.ts";
import { ChainReading } from "../../src/verify/find-chains.ts";
import { LauncherHome, server } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

/** The paths that the agent would find changed since it looked at a chain. */
function lookedAt(home: LauncherHome): { readonly size: number; changed(): readonly string[] } {
  const disk = new RecordingDisk(home.disk, []);
  new ChainReading({ ...home.context, disk }).find(server());
  const { seen } = disk;
  return {
    size: seen.length,
    changed: () =>
      seen
        .filter(([path, as, identity]) => identify(home.disk, path, as) !== identity)
        .map(([path]) => path),
  };
}

suite("what the agent asks every minute of a chain", posix, () => {
  test("is as it was where nothing happened", () => {
    using home = new LauncherHome();
    const chain = lookedAt(home);
    assert.ok(chain.size > 10);
    assert.deepEqual(chain.changed(), []);
  });

  const code = "usr/lib/node_modules/npm/lib/cli.js";
  const changes: Readonly<Record<string, (home: LauncherHome) => string>> = {
    "a changed program"(home) {
      home.binary("usr/bin/node", "evil");
      return home.at("usr/bin/node");
    },
    "an edit of npm's code with the same size and times"(home) {
      const file = home.at(code);
      const { atime, mtime } = statSync(file);
      writeFileSync(file, readFileSync(file, "utf8").replace("run", "ruN"));
      utimesSync(file, atime, mtime);
      return file;
    },
    "a new file in npm's code"(home) {
      home.file("usr/lib/node_modules/npm/lib/new.js", "");
      return home.at("usr/lib/node_modules/npm/lib");
    },
    "a link that leads elsewhere"(home) {
      home.script("usr/lib/other.js", "#!/usr/bin/env node");
      home.link("usr/bin/npx", "../lib/other.js");
      return home.at("usr/bin/npx");
    },
    "a program in an earlier folder, which was not there"(home) {
      home.script("early/npx", "#!/bin/sh");
      return home.at("early/npx");
    },
    "a folder that others may write to"(home) {
      chmodSync(home.bin, 0o777);
      return home.bin;
    },
    "a launcher that is gone"(home) {
      home.remove("usr/bin/npx");
      return home.at("usr/bin/npx");
    },
  };
  for (const [what, change] of Object.entries(changes))
    test(`${what} is named`, () => {
      using home = new LauncherHome();
      home.path = `${home.at("early")}:${home.bin}`;
      home.folder("early");
      const chain = lookedAt(home);
      assert.deepEqual(chain.changed(), []);
      const path = change(home);
      assert.ok(chain.changed().includes(path), chain.changed().join());
    });
});
