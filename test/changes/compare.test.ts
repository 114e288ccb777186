import assert from "node:assert/strict";
import { test } from "node:test";

import type { Changes } from "../../src/changes/define.ts";
import type { NpmLockfile } from "../../src/lockfile/schema.ts";
import { formatLockfile, treeDigestOf } from "../../src/lockfile/format.ts";
import type { GivenOptions } from "../support/world.ts";
import { npx, TestWorld } from "../support/world.ts";

const HEAD = "/srv/shop/lockfiles";
const BASE = "/srv/base/lockfiles";
const PROGRAM = { "gull.js": "#!/usr/bin/env node\nfly();\n" };

/** A directory with a pin of gull 1.0.0 twice: as it was, and as a pull request may change it. */
async function twice(): Promise<TestWorld> {
  return TestWorld.start(async (world) => {
    world.registry.publish(
      { name: "gull", version: "1.0.0", bin: { gull: "gull.js" }, dependencies: { wave: "2" } },
      PROGRAM,
    );
    world.configures({ gull: npx("gull") });
    for (const lockfiles of [BASE, HEAD])
      assert.ok(await world.locks({ scope: { lockfiles } }), world.err);
  });
}

/** What a thief of a publishing account would have a bot propose. */
async function stolen(world: TestWorld): Promise<void> {
  world.registry.publish(
    { name: "wave", version: "2.1.0", scripts: { postinstall: "node setup.js" } },
    { "setup.js": 'require("child_process").execSync("id");\n' },
    { by: "stranger" },
  );
  world.registry.publish(
    { name: "gull", version: "1.1.0", bin: { gull: "gull.js" }, dependencies: { wave: "2" } },
    PROGRAM,
  );
  const options = { allowScripts: ["wave"], scope: { lockfiles: HEAD } };
  assert.equal(await world.updates({ isYes: true, ...options }), 0, world.err);
}

async function changed(world: TestWorld, more: GivenOptions = {}) {
  world.out = "";
  const one = (name: string): string | null => (name === "base" ? BASE : null);
  const given = { one, scope: { lockfiles: HEAD }, ...more };
  const code = await world.checks({ format: "json", ...given });
  const { changes, problems } = JSON.parse(world.out) as {
    readonly changes: Changes;
    readonly problems: readonly {
      readonly rule: string;
      readonly package: string | null;
      readonly line?: number;
      readonly message: string;
    }[];
  };
  world.out = "";
  await world.checks(given);
  return { code, changes, problems, text: world.out };
}

function edit(world: TestWorld, change: (lockfile: NpmLockfile) => NpmLockfile): void {
  const file = `${HEAD}/npm/gull.json`;
  const lockfile = change(JSON.parse(world.text(file) ?? "") as NpmLockfile);
  world.plants(file, formatLockfile({ ...lockfile, tree: treeDigestOf(lockfile.packages) }));
}

test("what is the same has no changes", async () => {
  await using world = await twice();
  const { code, changes, text } = await changed(world);
  assert.deepEqual([code, changes.policy, changes.lockfiles], [0, [], []]);
  assert.match(text, /^changes since \/srv\/base\/lockfiles: 0 lockfiles\n {2}none\n/);
});

test("without a network the lockfiles alone say that a dependency begins to run a script", async () => {
  await using world = await twice();
  await stolen(world);
  world.losesTheRegistry();
  const { code, changes, text } = await changed(world);
  const [change] = changes.lockfiles;
  assert.deepEqual(
    [code, change?.file, change?.from, change?.to],
    [0, "npm/gull.json", "1.0.0", "1.1.0"],
  );
  const [first] = change?.difference.risks ?? [];
  assert.deepEqual([first?.id, first?.package], ["install-script-added", "wave"]);
  assert.match(
    text,
    /risk +runs at install +wave 2\.0\.0 → 2\.1\.0: at install: scripts of sha256:/,
  );
  assert.match(text, /nothing was fetched: ages, publishers and files are compared with --online/);
});

test("with a network archives and registry are compared, the riskiest first", async () => {
  await using world = await twice();
  await stolen(world);
  const { changes, text } = await changed(world, { isOnline: true });
  const [change] = changes.lockfiles;
  assert.deepEqual(
    change?.difference.risks.slice(0, 2).map(({ id, package: name }) => [id, name]),
    [
      ["install-script-added", "wave"],
      ["publisher-changed", "wave"],
    ],
  );
  assert.match(text, /postinstall: node setup\.js \(new\)/);
  assert.match(text, /setup\.js \(new\) {2}\+1 −0 {2}starts programs/);
  const source = await changed(world, { isOnline: true, isSource: true });
  assert.match(source.text, /^\+ require\("child_process"\)/m);
});

test("a move that a policy denies is an error with the line that decided", async () => {
  await using world = await twice();
  world.registry.publish({ name: "wave", version: "2.1.0" }, {}, { at: "2026-11-20T00:00:00Z" });
  world.removes(`${HEAD}/npm/gull.json`);
  assert.ok(await world.locks({ scope: { lockfiles: HEAD } }), world.err);
  world.plants(`${HEAD}/policy.json`, '{"policyVersion":1,"cooldown":{"days":30}}');
  const { code, problems } = await changed(world, { isOnline: true });
  assert.equal(code, 1);
  assert.deepEqual(
    problems.map((one) => [one.rule, one.package, typeof one.line]),
    [["denied-move", "node_modules/wave", "number"]],
  );
  assert.match(
    problems[0]?.message ?? "",
    /^wave 2\.1\.0: published 2 days ago, .*policy\.json:1 demands an age of 30 days$/,
  );
});

test("a pin that is gone stands first, and a new one says what runs at install", async () => {
  await using world = await twice();
  await stolen(world);
  world.configures({ tide: npx("tide") });
  assert.ok(await world.locks({ scope: { lockfiles: HEAD }, allowScripts: ["tide"] }), world.err);
  world.plants(
    `${BASE}/npm/wave.json`,
    (world.text(`${BASE}/npm/gull.json`) ?? "").replace("pkg:npm/gull", "pkg:npm/wave"),
  );
  const { changes, text } = await changed(world);
  assert.deepEqual(
    changes.lockfiles.map(({ file, kind }) => `${kind} ${file}`),
    ["removed npm/wave.json", "moved npm/gull.json", "added npm/tide.json"],
  );
  assert.match(text, /^gone {5}npm\/wave\.json: npm:wave 1\.0\.0 has no pin any more$/m);
  const tide = changes.lockfiles.find(({ file }) => file === "npm/tide.json");
  assert.deepEqual(
    tide?.difference.risks.map(({ id, package: name }) => `${id} ${name}`).toSorted(),
    ["install-script-added tide", "install-script-added wave"],
  );
});

test("what a policy demands less stands before all, with what it lets through", async () => {
  await using world = await twice();
  const policy = (directory: string, demands: object): TestWorld =>
    world.plants(`${directory}/policy.json`, JSON.stringify({ policyVersion: 1, ...demands }));
  policy(BASE, {
    cooldown: { days: 14 },
    tree: "exact",
    require: ["pkg:npm/gull"],
    sources: ["registry"],
  });
  policy(HEAD, {
    cooldown: { days: 3 },
    installScripts: "deny",
    sources: ["registry", "git"],
    exceptions: [
      {
        rule: "other-tree",
        subject: "pkg:npm/gull",
        observed: "sha256:a",
        reason: "x",
        until: "2027-01-01",
      },
    ],
  });
  const { changes, text } = await changed(world);
  assert.deepEqual(
    changes.policy.map(
      ({ text: said, isLooser }) => `${isLooser ? "looser" : "tighter"} ${said.split("{")[0]}`,
    ),
    [
      "looser cooldown.days: 14 → 3",
      "looser tree: exact → not stated",
      "looser require: − pkg:npm/gull",
      "looser exceptions: + ",
      "looser sources: + git",
      "tighter installScripts: not stated → deny",
    ],
  );
  assert.match(text, /^ {2}policy {3}looser {3}cooldown\.days: 14 → 3$/m);
  world.removes(`${HEAD}/policy.json`);
  const gone = await changed(world);
  assert.match(gone.changes.policy[0]?.text ?? "", /the policy is gone/);
});

test("an approval, other files under the same archive and a revision that stays are remarked", async () => {
  await using world = await twice();
  edit(world, (lockfile) => {
    const wave = lockfile.packages["node_modules/wave"];
    const gull = lockfile.packages["node_modules/gull"];
    assert.ok(wave !== undefined && gull !== undefined);
    return {
      ...lockfile,
      bin: { gull: "evil.js" },
      packages: {
        ...lockfile.packages,
        "node_modules/wave": { ...wave, files: gull.files },
        "node_modules/gull": {
          ...gull,
          hooks: { scripts: `sha256:${"a".repeat(64)}`, approved: true as const },
        },
      },
    };
  });
  const { changes } = await changed(world);
  assert.deepEqual(changes.lockfiles[0]?.remarks, [
    "node_modules/gull: its install script is approved now, under the same archive",
    "node_modules/wave: other files are pinned under the same archive",
    "the tree moved, and the revision went from 1 to 1",
    "its programs start other files",
  ]);
});

test("a lockfile that cannot be read is no change, and is named by the check", async () => {
  await using world = await twice();
  world.plants(`${HEAD}/npm/gull.json`, "<<<<<<< ours\n");
  const { code, changes, problems } = await changed(world);
  assert.deepEqual([code, changes.lockfiles], [1, []]);
  assert.equal(problems[0]?.rule, "unusable-lockfile");
});
