import assert from "node:assert/strict";
import { chmodSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { suite, test } from "node:test";

import { Footprint } from "../../src/path-search/footprint.ts";
import { ChainReading } from "../../src/verify/find-chains.ts";
import { LauncherHome, server } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

function footprintOf(home: LauncherHome): Footprint {
  const reading = new ChainReading(home.context);
  reading.find(server());
  return new Footprint(home.disk, reading.view.seen);
}

suite("what a chain was read from", posix, () => {
  test("is as it was where nothing happened", () => {
    using home = new LauncherHome();
    const footprint = footprintOf(home);
    assert.ok(footprint.size > 10);
    assert.deepEqual(footprint.changed(home.disk), []);
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
      const footprint = footprintOf(home);
      assert.deepEqual(footprint.changed(home.disk), []);
      const path = change(home);
      assert.ok(footprint.changed(home.disk).includes(path));
    });
});
