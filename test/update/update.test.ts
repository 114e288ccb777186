import assert from "node:assert/strict";
import { test } from "node:test";

import type { RankedDifference } from "../../src/difference/difference.ts";
import { gullIsLocked } from "../support/gull.ts";
import { type GivenOptions, npx, TestWorld } from "../support/world.ts";

const PROGRAM = { "gull.js": "#!/usr/bin/env node\nfly();\n" };
const NEEDS = { wave: "2", shell: "^3.0.0", salt: "1" };
const LATELY = { at: "2026-11-22T18:00:00Z" };

function publishGull(
  world: TestWorld,
  version: string,
  how: { at?: string; by?: string; tag?: string | null } = {},
  files: Record<string, string> = PROGRAM,
): void {
  world.registry.publish(
    { name: "gull", version, bin: { gull: "gull.js" }, dependencies: NEEDS },
    files,
    how,
  );
}

interface JsonRow {
  readonly outcome: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  readonly held: { readonly version: string } | null;
  readonly difference: RankedDifference | null;
}

/** `update --check --json` of the only server. */
async function shown(world: TestWorld, options: GivenOptions = {}) {
  world.out = "";
  const exitCode = await world.updates({ isCheck: true, format: "json", ...options });
  const { servers } = JSON.parse(world.out) as { servers: readonly JsonRow[] };
  const [row] = servers;
  assert.ok(row !== undefined);
  const { difference } = row;
  return { exitCode, row, risks: difference?.risks ?? [], packages: difference?.packages ?? [] };
}

test("a pin that nothing is newer than is current, and nothing is written", async () => {
  await using world = await gullIsLocked();
  const before = world.lockfile("gull");
  const { exitCode, row } = await shown(world);
  assert.deepEqual([exitCode, row.outcome, row.difference], [0, "current", null]);
  assert.equal(await world.updates({ isYes: true }), 0);
  assert.deepEqual(world.lockfile("gull"), before);
});

test("a floating entry moves to what its registry names, after a yes, one revision higher", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  const { exitCode, row } = await shown(world);
  assert.deepEqual([exitCode, row.outcome, row.from, row.to], [1, "differs", "1.0.0", "1.1.0"]);
  assert.equal(world.lockfile("gull").version, "1.0.0");
  assert.equal(await world.updates({}, "n"), 3);
  assert.equal(world.lockfile("gull").version, "1.0.0");
  assert.equal(await world.updates({}, "y"), 0);
  assert.match(world.out, /accepting means: 1 package of other code counts as vetted/);
  const { version, revision, packages } = world.lockfile("gull");
  assert.deepEqual([version, revision], ["1.1.0", 2]);
  assert.equal(packages["node_modules/gull"]?.version, "1.1.0");
});

test("what was updated and installed is verified", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  assert.equal(await world.updates({ isYes: true }), 0);
  world.removes(world.tree);
  world.installs("gull");
  const { servers } = await world.asks();
  assert.equal(servers[0]?.verdict, "verified", JSON.stringify(servers[0]?.findings));
});

test("without a terminal and without --yes or --check it is wrong use", async () => {
  await using world = await gullIsLocked("gull");
  await assert.rejects(world.updates({}), { code: "usage" });
  await assert.rejects(world.updates({ format: "json" }, "y"), { code: "usage" });
  await assert.rejects(world.updates({ isCheck: true, isYes: true }), { code: "usage" });
});

test("a new postinstall in a transitive package comes first, and --yes does not take it", async () => {
  await using world = await gullIsLocked("gull");
  world.registry.publish(
    { name: "wave", version: "2.1.0", bin: "cli.js", scripts: { postinstall: "node setup.js" } },
    { "cli.js": "#!/usr/bin/env node\nconsole.log(1);\n", "setup.js": "rise();\n" },
  );
  world.registry.publish({ name: "plover", version: "1.0.0" });
  world.registry.publish(
    {
      name: "gull",
      version: "1.1.0",
      bin: { gull: "gull.js", tern: "gull.js" },
      dependencies: { ...NEEDS, plover: "1" },
    },
    { "gull.js": "#!/usr/bin/env node\nrequire('child_process').execSync('ls');\n" },
    { by: "stranger" },
  );
  const { risks, packages } = await shown(world);
  assert.deepEqual(
    risks.map(({ id, package: name }) => `${id} ${name}`),
    [
      "install-script-added wave",
      "publisher-changed gull",
      "new-package plover",
      "program-changed gull",
      "suspicious-code gull",
    ],
  );
  assert.equal(risks[0]?.message, "postinstall: node setup.js (new)");
  assert.equal(packages[0]?.name, "wave");
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(
    world.err,
    /wave 2\.1\.0 runs a script at install, which --yes alone does not accept/,
  );
  assert.equal(world.lockfile("gull").version, "1.0.0");
  assert.equal(await world.updates({ isYes: true, allowScripts: ["wave"] }), 0);
  const { hooks } = world.lockfile("gull").packages["node_modules/wave"] ?? {};
  assert.equal(hooks?.approved, true);
});

test("a script that stays while the file that it runs changes is named", async () => {
  await using world = await TestWorld.start(async (fresh) => {
    for (const [version, text] of [
      ["1.0.0", "a();\n"],
      ["1.0.1", "b();\n"],
    ] as const) {
      fresh.registry.publish(
        { name: "gull", version, bin: "g.js", scripts: { postinstall: "node ./setup" } },
        { "g.js": "", "setup.js": text },
        { tag: version === "1.0.0" ? "latest" : null },
      );
    }
    fresh.configures({ gull: npx("gull") });
    fresh.installs("gull");
    assert.ok(await fresh.locks({ allowScripts: ["gull"] }), fresh.err);
  });
  world.registry.tag("gull@1.0.1");
  const { risks } = await shown(world);
  assert.deepEqual(
    risks.map(({ id, message }) => [id, message]),
    [["install-script-changed", "postinstall: node ./setup, and setup.js is not what it was"]],
  );
});

test("resolution picks the newest tree outside the cooldown, of every package", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0", { at: "2026-06-01T00:00:00Z" });
  publishGull(world, "1.2.0", LATELY);
  world.registry.publish({ name: "wave", version: "2.1.0" }, {}, { at: "2026-06-01T00:00:00Z" });
  world.registry.publish({ name: "wave", version: "2.2.0" }, {}, LATELY);
  const { row, packages, risks } = await shown(world);
  assert.deepEqual([row.to, row.held?.version], ["1.1.0", "1.2.0"]);
  assert.equal(packages.find(({ name }) => name === "wave")?.to, "2.1.0");
  assert.ok(risks.every(({ id }) => id !== "young-package"));
});

test("where the newest version needs a package that is too young the one before is taken", async () => {
  await using world = await gullIsLocked("gull");
  const old = { at: "2026-06-01T00:00:00Z" };
  publishGull(world, "1.1.0", old);
  world.registry.publish({ name: "wave", version: "3.0.0" }, {}, LATELY);
  world.registry.publish(
    { name: "gull", version: "1.2.0", bin: "gull.js", dependencies: { wave: "3" } },
    PROGRAM,
    old,
  );
  assert.equal((await shown(world)).row.to, "1.1.0");
});

test("what is pinned stays where it is younger than the cooldown", async () => {
  await using world = await TestWorld.start(async (fresh) => {
    fresh.registry.publish({ name: "wave", version: "2.0.1" }, {}, LATELY);
    fresh.registry.publish(
      { name: "gull", version: "1.0.0", bin: "gull.js", dependencies: { wave: "2" } },
      PROGRAM,
      LATELY,
    );
    await fresh.protects("gull", "gull");
  });
  assert.equal((await shown(world)).row.outcome, "current");
});

test("an exact version that a person wrote into the config is taken, with its age as a risk", async () => {
  await using world = await gullIsLocked();
  publishGull(world, "1.1.0", LATELY);
  assert.equal((await shown(world)).row.outcome, "current");
  world.configures({ gull: npx("gull@1.1.0") });
  const { row, risks } = await shown(world);
  assert.equal(row.to, "1.1.0");
  assert.deepEqual(
    risks.map(({ id, blockedBy }) => [id, blockedBy]),
    [["young-package", null]],
  );
});

test("a cooldown that a policy states is not passed by writing a version into the config", async () => {
  await using world = await gullIsLocked();
  publishGull(world, "1.1.0", LATELY);
  world.plants(
    "~/.config/pinfold/lockfiles/policy.json",
    '{"policyVersion":1,"cooldown":{"days":14}}',
  );
  world.configures({ gull: npx("gull@1.1.0") });
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(world.err, /the versions that may be taken make no tree/);
  assert.equal(world.lockfile("gull").version, "1.0.0");
});

const cooldown =
  (exceptions: readonly object[] = []) =>
  (world: TestWorld) =>
    world.plants(
      "~/.config/pinfold/lockfiles/policy.json",
      JSON.stringify({ policyVersion: 1, cooldown: { days: 14, exceptions } }),
    );

test("a version of a registry without times waits from the day on which it was first seen", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  world.registry.packageState("gull")?.times.delete("1.1.0");
  assert.equal((await shown(world)).row.to, "1.1.0", "without a policy its age is a risk");
  cooldown()(world);
  assert.equal((await shown(world)).row.outcome, "current");
  assert.equal((await shown(world.waits(13))).row.outcome, "current");
  assert.equal((await shown(world.waits(2))).row.to, "1.1.0");
});

test("a registry that makes a young version old over night is not believed", async () => {
  await using world = await gullIsLocked("gull");
  cooldown()(world);
  publishGull(world, "1.1.0", LATELY);
  await world.asks();
  world.registry.packageState("gull")?.times.set("1.1.0", "2025-01-01T00:00:00Z");
  const { row } = await shown(world.waits(1));
  assert.deepEqual([row.outcome, row.held?.version], ["current", "1.1.0"]);
});

test("a mirror that calls a version new again after it was seen is no reason to wait again", async () => {
  await using world = await gullIsLocked("gull");
  cooldown()(world);
  publishGull(world, "1.1.0", LATELY);
  await world.asks();
  world.waits(20);
  world.registry.packageState("gull")?.times.set("1.1.0", world.machine.now.toISOString());
  assert.equal((await shown(world)).row.to, "1.1.0");
});

test("an exception of the cooldown lets its package through until its day, and no other", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0", LATELY);
  const exempt = (subject: string, until: string) =>
    cooldown([{ subject, reason: "own", until }])(world);
  exempt("pkg:npm/tern", "2026-12-31");
  assert.equal((await shown(world)).row.outcome, "current");
  exempt("pkg:npm/gull", "2026-11-21");
  assert.equal((await shown(world)).row.outcome, "current");
  exempt("pkg:npm/gull", "2026-12-31");
  const { row, risks } = await shown(world);
  assert.equal(row.to, "1.1.0");
  assert.deepEqual(
    risks.map(({ id, blockedBy }) => [id, blockedBy]),
    [],
  );
});

test("a policy that denies install scripts blocks the move, whatever is answered", async () => {
  await using world = await gullIsLocked("gull");
  world.registry.publish({ name: "wave", version: "2.1.0", scripts: { install: "sh x" } });
  publishGull(world, "1.1.0");
  world.plants(
    "~/.config/pinfold/lockfiles/policy.json",
    '{"policyVersion":1,"installScripts":"deny"}',
  );
  assert.equal((await shown(world)).row.outcome, "blocked");
  assert.equal(await world.updates({}, "y"), 3);
  assert.match(
    world.err,
    /policy\.json:1 denies install scripts[^]*hint: to allow it until a day, add to "exceptions"/,
  );
  assert.equal(world.lockfile("gull").version, "1.0.0");
});

test("--only moves one package and leaves the others", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  world.registry.publish({ name: "wave", version: "2.1.0" });
  world.registry.publish({ name: "shell", version: "3.2.0", dependencies: { wave: "^1.0.0" } });
  const { row, packages } = await shown(world, { only: "wave" });
  assert.deepEqual([row.from, row.to], ["1.0.0", "1.0.0"]);
  assert.deepEqual(
    packages.map(({ name, from, to }) => [name, from, to]),
    [["wave", "2.0.0", "2.1.0"]],
  );
  await assert.rejects(world.updates({ isCheck: true, only: "heron" }), { code: "usage" });
});

test("an update never goes back, whatever the tag says", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "0.9.0");
  assert.equal((await shown(world)).row.outcome, "current");
});

test("a republished pinned version is not compared with its new bytes", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  world.registry.republish("gull@1.0.0", { "gull.js": "other();\n" });
  const { packages } = await shown(world);
  const [own] = packages;
  // The pinned bytes are gone; the list of files that the pin vouches for is not.
  assert.deepEqual(
    [own?.filesUnknown, own?.files.map(({ path }) => path)],
    [null, ["package.json"]],
  );
});

test("other bytes under a dependency that stays are not taken over", async () => {
  await using world = await gullIsLocked("gull");
  const before = world.lockfile("gull").packages["node_modules/wave"];
  publishGull(world, "1.1.0");
  world.registry.republish("wave@2.0.0", { "cli.js": "evil();\n" });
  assert.equal(await world.updates({ isYes: true }), 0);
  assert.deepEqual(world.lockfile("gull").packages["node_modules/wave"], before);
});

test("an entry that redirects its registry is not updated", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  world.configures({
    gull: { ...npx("gull"), env: { npm_config_registry: "https://evil.example.com/" } },
  });
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(world.err, /redirected-registry/);
  assert.equal(world.lockfile("gull").version, "1.0.0");
});

test("a lockfile that changed while the question stood is not overwritten", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  const file = "~/.config/pinfold/lockfiles/npm/gull.json";
  const adopted = world.text(file) ?? "";
  const other = adopted.replace('"revision": 1', '"revision": 7');
  assert.notEqual(other, adopted);
  const code = await world.updates({}, () => {
    world.plants(file, other);
    return "y";
  });
  assert.equal(code, 3);
  assert.equal(world.text(file), other);
});

test("an archive with other bytes than its integrity stops the update", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(world, "1.1.0");
  world.registry.tamper("gull@1.1.0");
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.equal(world.lockfile("gull").version, "1.0.0");
});

test("what is not pinned is not updated", async () => {
  await using world = await TestWorld.start();
  world.configures({ wave: npx("wave"), pier: { command: "docker", args: ["run", "x"] } });
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(world.err, /npm:wave has no pin: pinfold lock wave/);
});

test("the changed lines are shown on request, the most suspicious first", async () => {
  await using world = await gullIsLocked("gull");
  publishGull(
    world,
    "1.1.0",
    {},
    {
      "gull.js": "#!/usr/bin/env node\nfly();\nfetch('https://evil.test/x');\u001b[2J\n",
      "a.js": "plain();\n",
    },
  );
  assert.equal(await world.updates({ isCheck: true, isSource: true }), 1);
  const [first] = /^gull 1\.0\.0 → 1\.1\.0 {2}\S+ {2}\[.*$/m.exec(world.out) ?? [];
  assert.match(first ?? "", /gull\.js {2}\[uses the network, names the new host evil\.test\]/);
  assert.match(world.out, /^\+ fetch\('https:\/\/evil\.test\/x'\);\\u\{1b\}\[2J$/m);
  assert.ok(world.out.indexOf("gull.js") < world.out.indexOf("plain()"));
});

const TEAM = { lockfiles: "/srv/shop/lockfiles" };

/** A team's pins, adopted by having been written here. */
async function teamPins(): Promise<TestWorld> {
  return TestWorld.start(async (world) => {
    publishGull(world, "1.0.0");
    world.registry.publish({ name: "shell", version: "3.1.0", dependencies: { wave: "^1.0.0" } });
    world.configures({ gull: npx("gull") });
    world.installs("gull");
    assert.ok(await world.locks({ scope: TEAM }), world.err);
    publishGull(world, "1.1.0");
  });
}

test("an adopted pin moves in the team's directory and in the snapshot that is judged with", async () => {
  await using world = await teamPins();
  assert.equal(await world.updates({ isYes: true }), 0);
  assert.match(world.text("/srv/shop/lockfiles/npm/gull.json") ?? "", /"version": "1\.1\.0"/);
  world.removes(world.tree);
  world.installs("gull");
  assert.equal((await world.asks()).servers[0]?.verdict, "verified");
});

test("a team's directory that is not what was adopted is not written over", async () => {
  await using world = await teamPins();
  const file = "/srv/shop/lockfiles/npm/gull.json";
  const other = (world.text(file) ?? "").replace('"revision": 1', '"revision": 2');
  world.plants(file, other);
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(world.err, /is not what was adopted/);
  assert.equal(world.text(file), other);
});

test("packages that go are named together, and their archives are not fetched", async () => {
  await using world = await gullIsLocked("gull");
  world.registry.publish({ name: "gull", version: "1.1.0", bin: { gull: "gull.js" } }, PROGRAM);
  world.fetched.length = 0;
  assert.equal(await world.updates({ isCheck: true }), 1);
  assert.match(world.out, /^ {2}gone {6}fog 1\.0\.0, salt 1\.0\.0, shell 3\.1\.0, wave .*$/m);
  assert.deepEqual([...new Set(world.fetched)].toSorted(), ["gull@1.0.0", "gull@1.1.0"]);
});
