import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { KeptHome } from "../support/kept-home.ts";

/** A team's directory with `reef@1.0.0` pinned, and a machine that never heard of it. */
async function newMachine(): Promise<{ kept: KeptHome; team: string }> {
  const kept = await KeptHome.start();
  const team = join(kept.home.npx.root, "team/lockfiles");
  mkdirSync(join(team, "npm"), { recursive: true });
  copyFileSync(
    kept.home.at(".config/pinfold/lockfiles/npm/reef.json"),
    join(team, "npm/reef.json"),
  );
  for (const folder of [".local", ".config/pinfold", ".npm"]) kept.home.remove(folder);
  return { kept, team };
}

/** npx installs again, on a day on which a dependency has moved. */
function installsOnAnotherDay({ home }: KeptHome): void {
  home.registry.publish(
    { name: "wave", version: "2.1.0", bin: "cli.js" },
    { "cli.js": "#!/usr/bin/env node\nconsole.log(3);\n" },
  );
  home.npx.install("reef@1.0.0");
}

function edits(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

test("another tree of another date becomes the team's, and is verified", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  installsOnAnotherDay(kept);
  const before = await kept.home.verify("--lockfiles", team);
  assert.deepEqual([before.code, before.verdicts], [3, { gull: "unlocked" }]);
  const sync = await kept.home.run("sync", team, "--yes");
  assert.equal(sync.code, 0, sync.err);
  assert.match(
    sync.out,
    /never adopted on this machine\): 1 new\n {2}new {7}npm:reef 1\.0\.0 {2}\(\d packages\)/,
  );
  assert.match(
    sync.out,
    /synced {4}gull .* private copy made, the tree of npx put back to the pin/,
  );
  const after = await kept.home.verify();
  assert.deepEqual([after.code, after.verdicts, after.rules], [0, { gull: "verified" }, []]);
  assert.equal((await kept.run()).code, 0);
});

test("a second time nothing has to be done, and no registry is asked", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  assert.equal((await kept.home.run("sync", team, "--yes")).code, 0);
  const asked = kept.home.registry.requests.length;
  for (const args of [[team], []]) {
    const again = await kept.home.run("sync", ...args);
    assert.deepEqual([again.code, again.err], [0, ""]);
    assert.match(again.out, /^right {5}gull .* is at its pin\n$/);
  }
  assert.equal(kept.home.registry.requests.length, asked);
});

test("a tree that was tampered with is put right, and not in silence", async () => {
  await using kept = await KeptHome.start();
  kept.home.file(
    join(kept.home.npx.install("reef@1.0.0").folder, "node_modules/wave/cli.js"),
    "evil",
  );
  const { code, out, err } = await kept.home.run("sync", "gull");
  assert.equal(code, 0, err);
  assert.match(err, /error\[modified-file\] gull: wave 2\.0\.0 was changed on disk: cli\.js/);
  assert.match(out, /the tree of npx put back to the pin/);
  assert.deepEqual((await kept.home.verify()).rules, []);
});

test("a copy that was damaged is made anew, and not in silence", async () => {
  await using kept = await KeptHome.start();
  kept.edits("node_modules/wave/cli.js", "log(1)", "log(2)");
  assert.equal((await kept.run()).code, 1);
  const { code, out, err } = await kept.home.run("sync");
  assert.equal(code, 0, err);
  assert.match(err, /error\[modified-file\]/);
  assert.match(out, /private copy made anew/);
  assert.equal((await kept.run()).code, 0);
  assert.equal(kept.copies().length, 1);
});

test("nothing is adopted without a yes", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  const silent = await kept.home.run("sync", team);
  assert.equal(silent.code, 2);
  kept.home.answers = ["n"];
  const declined = await kept.home.run("sync", team);
  assert.deepEqual(
    [declined.code, declined.out.split("\n").at(-2)],
    [3, "nothing was brought to the pins"],
  );
  assert.deepEqual((await kept.home.verify()).verdicts, { gull: "unlocked" });
  kept.home.answers = ["y"];
  assert.equal((await kept.home.run("sync", team)).code, 0);
});

test("a directory that changes after it was adopted changes nothing until the next sync", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  assert.equal((await kept.home.run("sync", team, "--yes")).code, 0);
  unlinkSync(join(team, "npm/reef.json"));
  assert.deepEqual((await kept.home.verify()).verdicts, { gull: "verified" });
  const removed = await kept.home.run("sync", team, "--yes");
  assert.match(removed.out, /removed {3}npm:reef 1\.0\.0/);
  assert.notEqual((await kept.home.verify()).verdicts["gull"], "verified");
});

test("a lockfile that goes back is asked about by name, and a yes beforehand is none", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  const file = join(team, "npm/reef.json");
  const older = readFileSync(file, "utf8");
  edits(file, (text) => text.replace('"revision": 1', '"revision": 4'));
  assert.equal((await kept.home.run("sync", team, "--yes")).code, 0);
  writeFileSync(file, older);
  const refused = await kept.home.run("sync", team, "--yes");
  assert.equal(refused.code, 3);
  assert.match(refused.err, /npm:reef goes back from revision 4 to 1/);
  assert.match(refused.out, /older {5}npm:reef 1\.0\.0 {2}revision 4 → 1/);
  kept.home.answers = ["y", "n"];
  assert.equal((await kept.home.run("sync", team)).code, 3);
  kept.home.answers = ["y", "y"];
  const adopted = await kept.home.run("sync", team);
  assert.equal(adopted.code, 0, adopted.err);
  assert.equal((await kept.run()).code, 0);
});

test("a directory with a lockfile that cannot be used is not adopted at all", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  writeFileSync(join(team, "npm/wave.json"), "<<<<<<< ours\n");
  const { code, err } = await kept.home.run("sync", team, "--yes");
  assert.equal(code, 3);
  assert.match(err, /wave\.json: it holds conflict markers of a merge; nothing was adopted/);
  assert.deepEqual((await kept.home.verify()).verdicts, { gull: "unlocked" });
});

test("what a policy newly says, and a variable that is newly let through, are shown", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  assert.equal((await kept.home.run("sync", team, "--yes")).code, 0);
  writeFileSync(join(team, "policy.json"), '{"policyVersion":1,"cooldown":{"days":30}}\n');
  edits(join(team, "npm/reef.json"), (text) =>
    text
      .replace('"revision": 1', '"revision": 2')
      .replace('  "bin"', '  "allowEnv": ["NODE_OPTIONS"],\n  "bin"'),
  );
  const { code, out, err } = await kept.home.run("sync", team, "--yes");
  assert.equal(code, 0, err);
  assert.match(out, /edited {4}npm:reef 1\.0\.0 {2}revision 1 → 2; passes on NODE_OPTIONS/);
  assert.match(out, /policy {4}new: cooldown, policyVersion/);
  kept.home.env = { NODE_OPTIONS: "--max-http-header-size=1 --require /x.js", NODE_PATH: "/evil" };
  const { started } = await kept.run();
  assert.deepEqual(
    [started?.env["NODE_OPTIONS"] !== undefined, started?.env["NODE_PATH"]],
    [true, undefined],
  );
});

test("a tree of the pin before is behind, and sync brings it to the one of now", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  assert.equal((await kept.home.run("sync", team, "--yes")).code, 0);
  const { folder } = kept.home.npx.install("reef@1.0.0");
  installsOnAnotherDay(kept);
  // What the team locked anew, on a machine where npx had installed the newer dependency.
  for (const place of [".local", ".config/pinfold"]) kept.home.remove(place);
  rmSync(join(team, "npm/reef.json"));
  const locked = await kept.home.run("lock", "--yes", "--lockfiles", team);
  assert.equal(locked.code, 0, locked.err);
  const newer = readFileSync(join(team, "npm/reef.json"), "utf8");
  // Back on a machine that has the older one.
  const { kept: other, team: theirs } = await newMachine();
  await using __ = other;
  assert.equal((await other.home.run("sync", theirs, "--yes")).code, 0);
  other.home.registry.publish(
    { name: "wave", version: "2.1.0", bin: "cli.js" },
    { "cli.js": "#!/usr/bin/env node\nconsole.log(3);\n" },
  );
  writeFileSync(join(theirs, "npm/reef.json"), newer.replace('"revision": 1', '"revision": 2'));
  const gull = { command: "npx", args: ["-y", "reef@1.0.0"] };
  other.home.configure({ gull, osprey: { command: "npx", args: ["-y", "@sea/gull@1.0.0"] } });
  const shown = await other.home.run("sync", theirs, "--yes", "osprey");
  assert.match(shown.out, /without a pin: claude-desktop\/osprey/);
  other.home.configure({ gull });
  assert.match(shown.out, /moved {5}npm:reef 1\.0\.0 {2}revision 1 → 2\n {12}1 moves: wave/);
  const behind = await other.home.verify();
  assert.deepEqual(
    [behind.code, behind.verdicts, behind.rules],
    [3, { gull: "unlocked" }, ["warning behind-lockfile"]],
  );
  assert.equal((await other.home.run("sync")).code, 0);
  assert.deepEqual((await other.home.verify()).verdicts, { gull: "verified" });
  assert.ok(folder.length > 0);
});

test("a floating entry gets its copy, and it is said that npx will not be held", async () => {
  const { kept, team } = await newMachine();
  await using _ = kept;
  kept.home.npx.install("reef");
  kept.home.configure({ gull: { command: "npx", args: ["-y", "reef"] } });
  const { code, out, err } = await kept.home.run("sync", team, "--yes");
  assert.equal(code, 3, err);
  assert.match(
    out,
    /^partly {4}gull .* private copy made\n {2}not held: reef names no exact version/m,
  );
  assert.match(out, /pinfold harden --pin-only gull/);
});

test("an entry that asks for another version than the pinned one is named with its line", async () => {
  await using kept = await KeptHome.start();
  kept.home.configure({ gull: { command: "npx", args: ["-y", "reef@0.9.0"] } });
  const { code, out } = await kept.home.run("sync");
  assert.equal(code, 3);
  assert.match(
    out,
    /the entry asks for 0\.9\.0, and 1\.0\.0 is pinned: write reef@1\.0\.0 into .*json:3/,
  );
});

test("a tree into which npx is installing is left alone", async () => {
  await using kept = await KeptHome.start();
  const { folder } = kept.home.npx.install("reef@1.0.0");
  kept.home.file(join(folder, "node_modules/wave/cli.js"), "half written");
  mkdirSync(join(folder, "concurrency.lock"));
  kept.home.now = new Date();
  const { code, err } = await kept.home.run("sync");
  assert.equal(code, 3);
  assert.match(err, /npx is installing into .* just now/);
});
