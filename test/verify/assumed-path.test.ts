import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { suite, test } from "node:test";

import { clientPath } from "../../src/path-search/client-path.ts";
import { withAssumedPath } from "../../src/verify/assumed-path.ts";
import { LauncherHome, server } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

/** What a service manager starts programs with; root alone writes to these. */
const POOR = "/usr/sbin:/usr/bin:/sbin:/bin";

function assumedWith(home: LauncherHome, path: string): string | null {
  const { context } = home;
  const machine = { ...context.machine, env: { ...context.machine.env, PATH: path } };
  const { lockedPath = null } = withAssumedPath({ ...context, machine }, [server()]);
  return lockedPath;
}

suite("the PATH that is assumed", posix, () => {
  test("is the one that was locked with where the present one only lacks its folder", () => {
    using home = new LauncherHome();
    assert.equal(assumedWith(home, POOR), null, "nothing was locked");
    home.pin();
    assert.equal(assumedWith(home, POOR), home.bin);
    assert.equal(assumedWith(home, `${POOR}:/nowhere-at-all/bin`), home.bin);
  });

  test("is the present one where the launcher's folder is still on it", () => {
    using home = new LauncherHome();
    home.pin();
    assert.equal(assumedWith(home, `${POOR}:${home.bin}`), null);
  });

  test("is the present one where anybody but root could have put a program there", () => {
    using home = new LauncherHome();
    home.pin();
    home.folder("home/other/bin");
    for (const folder of [home.at("home/other/bin"), home.at("home/not-there"), "relative", ""])
      assert.equal(assumedWith(home, `${POOR}:${folder}`), null, folder);
  });

  test("is said with what it follows from, and a damaged record says nothing", () => {
    using home = new LauncherHome();
    home.pin();
    const { disk, machine, state } = home.context;
    const sources = { disk, given: null, captured: () => null };
    const locked = clientPath(server().entry, {
      ...sources,
      machine: { ...machine, lockedPath: "/locked" },
    });
    assert.equal(locked.path, "/locked");
    assert.equal(locked.origin, "assumed");
    assert.match(locked.assumption ?? "", /locked with/);
    writeFileSync(state.launchers.pathOf("npx"), "{}");
    assert.equal(assumedWith(home, POOR), null);
  });
});
