import assert from "node:assert/strict";
import { test } from "node:test";

import { npx, TestWorld } from "../support/world.ts";

const TEAM = "/srv/shop/lockfiles";
const scope = { lockfiles: TEAM };
const LATELY = { at: "2026-11-22T18:00:00Z" };

async function gullOf(policy: object, prepare?: (world: TestWorld) => void): Promise<TestWorld> {
  return TestWorld.start((world) => {
    const wave = { wave: "2" };
    world.registry.publish(
      { name: "gull", version: "1.0.0", bin: "g.js", dependencies: wave },
      { "g.js": "" },
    );
    prepare?.(world);
    world.configures({ gull: npx("gull") });
    world.plants(`${TEAM}/policy.json`, JSON.stringify({ policyVersion: 1, ...policy }));
  });
}
const lockfile = (world: TestWorld, name = "gull"): string | null =>
  world.text(`${TEAM}/npm/${name}.json`);

test("what is not installed is resolved outside of a cooldown that a policy states", async () => {
  await using world = await gullOf({ cooldown: { days: 14 } }, ({ registry }) => {
    registry.publish({ name: "wave", version: "2.1.0" }, {}, LATELY);
  });
  assert.ok(await world.locks({ scope }), world.err);
  assert.match(lockfile(world) ?? "", /"node_modules\/wave": .*"version": "2\.0\.0"/);
});

test("where no tree is old enough, the line that decided and the way out are named", async () => {
  await using world = await gullOf({ cooldown: { days: 14 } }, ({ registry }) => {
    registry.publish({ name: "wave", version: "3.0.0" }, {}, LATELY);
    registry.publish(
      { name: "gull", version: "1.1.0", bin: "g.js", dependencies: { wave: "3" } },
      { "g.js": "" },
    );
    registry.unpublish("gull@1.0.0");
  });
  assert.ok(!(await world.locks({ scope })));
  assert.match(world.err, /make no tree: .*policy\.json:1 demands an age of 14 days/);
  assert.match(world.err, /hint: wait, or add to "exceptions" of "cooldown"/);
  assert.equal(lockfile(world), null);
});

test("what is installed is pinned however young it is, and named", async () => {
  await using world = await gullOf({ cooldown: { days: 14 } }, ({ registry }) => {
    registry.publish({ name: "wave", version: "2.1.0" }, {}, LATELY);
  });
  world.installs("gull");
  assert.ok(await world.locks({ scope }), world.err);
  assert.match(
    world.out,
    /young +1 package is younger than 14 days \(.*policy\.json:1\): wave 2\.1\.0/,
  );
  assert.match(lockfile(world) ?? "", /"version": "2\.1\.0"/);
});

test("a package with an exception of the cooldown is not named as young", async () => {
  const exceptions = [{ subject: "pkg:npm/wave", reason: "own", until: "2027-01-01" }];
  await using world = await gullOf({ cooldown: { days: 14, exceptions } }, ({ registry }) => {
    registry.publish({ name: "wave", version: "2.1.0" }, {}, LATELY);
  });
  assert.ok(await world.locks({ scope }), world.err);
  assert.match(world.out, /no package is younger than 14 days/);
  assert.match(lockfile(world) ?? "", /"version": "2\.1\.0"/);
});

test("a lockfile that a policy denies is not written, and the exception that is printed lets it through", async () => {
  const policy = { installScripts: "deny", sources: ["registry"] };
  await using world = await gullOf(policy, (fresh) => {
    fresh.registry.publish(
      { name: "gull", version: "1.0.1", bin: "g.js", scripts: { install: "node g.js" } },
      { "g.js": "" },
    );
  });
  assert.ok(!(await world.locks({ scope, allowScripts: ["gull"] })));
  assert.match(
    world.err,
    /gull 1\.0\.1 has an approved install script, and .*policy\.json:1 denies what runs at install; nothing was written/,
  );
  assert.equal(lockfile(world), null);
  const [, line = ""] = /hint: .*(\{"rule".*\})$/m.exec(world.err) ?? [];
  const exception = { ...(JSON.parse(line) as object), reason: "read it", until: "2027-01-01" };
  world.plants(
    `${TEAM}/policy.json`,
    JSON.stringify({ policyVersion: 1, ...policy, exceptions: [exception] }),
  );
  assert.ok(await world.locks({ scope, allowScripts: ["gull"] }), world.err);
});

test("provenance that a policy demands and nothing has blocks", async () => {
  await using world = await gullOf({ provenance: { require: ["pkg:npm/*"] } });
  assert.ok(!(await world.locks({ scope })));
  assert.match(world.err, /is pinned without provenance, which .*policy\.json:1 demands/);
});

test("a program of the disk is not locked where a policy lists registries alone", async () => {
  await using world = await gullOf({ sources: ["registry"] });
  world.disk.file("/home/ada/bin/tide-mcp", "\u007fELF\u0000tide", { mode: 0o755 });
  world.configures({ tide: { command: "/home/ada/bin/tide-mcp" } });
  assert.ok(!(await world.locks({ scope })));
  assert.match(world.err, /tide-mcp comes from the disk/);
});
