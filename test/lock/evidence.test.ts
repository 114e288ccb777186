import assert from "node:assert/strict";
import { test } from "node:test";

import { runCheck } from "../../src/commands/lock-check.ts";
import { AT, attestedGull } from "../support/attested-gull.ts";
import { publishGull } from "../support/gull.ts";
import { TestSigstore } from "../support/sigstore.ts";
import { npx, TestWorld } from "../support/world.ts";

const NAMES = ["gull", "fog", "salt", "shell", "wave"];

/** `lock --check --online`: the exit code, and what is wrong or could not be judged. */
async function checked(world: TestWorld): Promise<readonly [number, string]> {
  world.out = "";
  const code = await runCheck(world.commandContext({ isOnline: true, isCheck: true }));
  return [code, world.out];
}

test("every package of the tree has its level of evidence", async () => {
  await using world = await TestWorld.start(publishGull);
  await world.protects("gull", "gull@1.0.0");
  const levels = Object.values(world.lockfile("gull").packages).map(({ evidence }) => evidence);
  assert.ok(levels.length > 3);
  assert.deepEqual(
    levels,
    levels.map(() => ({ level: "signature", signature: true })),
  );
});

test("a tree of a registry that signs nothing is pinned without evidence, and that is said", async () => {
  await using world = await TestWorld.start(publishGull);
  for (const name of NAMES) {
    const state = world.registry.packageState(name);
    for (const publication of state?.versions.values() ?? []) publication.isSigned = false;
  }
  await world.protects("gull", "gull@1.0.0");
  const { evidence } = world.lockfile("gull").packages["node_modules/gull"] ?? {};
  assert.deepEqual(evidence, { level: "none" });
  assert.match(world.out, /evidence {5}\d+ without any that could be had/);
});

test("a package whose signature was taken away is not pinned", async () => {
  await using world = await TestWorld.start(publishGull);
  world.registry.strip("fog@1.0.0");
  world.configures({ gull: npx("gull@1.0.0") });
  world.installs("gull@1.0.0");
  assert.equal(await world.locks(), false);
  assert.match(
    world.err,
    /invalid-evidence[\s\S]*fog 1\.0\.0 has evidence that is not believed: the registry's signature is missing/,
  );
  assert.equal(world.text("~/.config/pinfold/lockfiles/npm/gull.json"), null);
});

test("a package with a statement about other bytes is not pinned", async () => {
  const sigstore = await TestSigstore.start();
  await using world = await TestWorld.start(publishGull);
  world.trusts(sigstore.trust(world.registry.key.trusted()));
  const archive = Buffer.from("other bytes");
  const answer = await sigstore.attestations(
    { name: "fog", version: "1.0.0", archive },
    { at: AT },
  );
  world.registry.attest("fog@1.0.0", answer);
  world.configures({ gull: npx("gull@1.0.0") });
  world.installs("gull@1.0.0");
  assert.equal(await world.locks(), false);
  assert.match(world.err, /fog 1\.0\.0 has evidence that is not believed/);
});

test("a registry that fails to answer for attestations is no reason to pin less", async () => {
  const sigstore = await TestSigstore.start();
  await using world = await TestWorld.start(publishGull);
  world.trusts(sigstore.trust(world.registry.key.trusted()));
  world.registry.attest("fog@1.0.0", { attestations: [] });
  world.registry.fail(503, { where: /attestations/ });
  world.configures({ gull: npx("gull@1.0.0") });
  world.installs("gull@1.0.0");
  assert.equal(await world.locks(), false);
  assert.match(world.err, /fog@1\.0\.0: the registry gave no usable answer/);
});

test("lock --check --online compares the evidence of every package", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  assert.equal((await checked(world))[0], 0);

  world.registry.attest("gull@1.0.0", null);
  const [missing, text] = await checked(world);
  assert.equal(missing, 3);
  assert.match(text, /not judged\[[a-z-]+\]: gull 1\.0\.0 has no provenance that could be had/);
});

test("lock --check --online names another builder, less than before, and a stripped signature", async () => {
  const { world, attests, publishes, sigstore } = await attestedGull();
  await using _ = world;
  await attests("1.0.0", { repository: "https://github.com/evil/gull", repositoryId: "6666" });
  const [code, text] = await checked(world);
  assert.equal(code, 1);
  assert.match(
    text,
    /wrong\[identity-changed\]: gull 1\.0\.0 was built from https:\/\/github\.com\/evil\/gull \(id 6666\)/,
  );

  const { archive } = world.registry.published("gull@1.0.0");
  const record = await sigstore.publishRecord({ name: "gull", version: "1.0.0", archive }, AT);
  world.registry.attest("gull@1.0.0", { attestations: [record] });
  assert.match(
    (await checked(world))[1],
    /wrong\[weaker-evidence\]: gull 1\.0\.0 says less than before: nobody says who built it/,
  );

  await attests("1.0.0", {});
  await publishes("0.9.0", null);
  world.registry.strip("gull@1.0.0");
  const [stripped, said] = await checked(world);
  assert.equal(stripped, 1);
  assert.match(
    said,
    /wrong\[invalid-evidence\]: gull 1\.0\.0 has evidence that is not believed: the registry's signature is missing/,
  );
});

test("a mirror that says there are statements and has none is named", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  world.registry.fail(404, { where: /attestations/ });
  world.removes("/home/ada/.config/pinfold/lockfiles/npm/gull.json");
  for (const record of ["entries", "adopted", "audit"])
    world.removes(`/home/ada/.local/state/pinfold/${record}`);
  world.out = "";
  assert.ok(await world.locks(), world.err);
  assert.match(
    world.out,
    /the registry says that 1 package has statements of who made them, and does not give/,
  );
  assert.equal(world.lockfile("gull").packages["node_modules/gull"]?.evidence?.level, "signature");
});

test("a newer version without what a pinned one had is not pinned for another server either", async () => {
  const { world, publishes, attests } = await attestedGull();
  await using _ = world;
  await publishes("1.1.0", null);
  world.registry.publish(
    { name: "heron", version: "1.0.0", bin: "h.js", dependencies: { gull: "^1" } },
    { "h.js": "" },
  );
  world.configures({ heron: npx("heron@1.0.0") });
  world.installs("heron@1.0.0");
  assert.equal(await world.locks(), false);
  assert.match(
    world.err,
    /weaker-evidence.*gull 1\.1\.0, after the pinned 1\.0\.0, has no provenance that could be had/,
  );

  assert.match(
    world.err,
    /add to "exceptions" in policy\.json: \{"rule":"weaker-evidence","subject":"pkg:npm\/gull"/,
  );

  world.err = "";
  await attests("1.1.0", { repositoryId: "6666" });
  assert.equal(await world.locks(), false);
  assert.match(
    world.err,
    /identity-changed.*gull 1\.1\.0, after the pinned 1\.0\.0, was built from/,
  );

  await attests("1.1.0", {});
  assert.ok(await world.locks(), world.err);
});

test("an exception of the policy lets lost evidence pass, until its day", async () => {
  const { world, publishes } = await attestedGull();
  await using _ = world;
  await publishes("1.1.0", null);
  world.registry.publish(
    { name: "heron", version: "1.0.0", bin: "h.js", dependencies: { gull: "^1" } },
    { "h.js": "" },
  );
  world.configures({ heron: npx("heron@1.0.0") });
  world.installs("heron@1.0.0");
  const { integrity } = world.registry.published("gull@1.1.0");
  const exception = {
    rule: "weaker-evidence",
    subject: "pkg:npm/gull",
    observed: integrity,
    reason: "they said so",
  };
  const policy = (until: string): string =>
    JSON.stringify({ policyVersion: 1, exceptions: [{ ...exception, until }] });
  world.plants("~/.config/pinfold/lockfiles/policy.json", policy("2026-11-21"));
  assert.equal(await world.locks(), false);
  world.plants("~/.config/pinfold/lockfiles/policy.json", policy("2026-12-24"));
  assert.ok(await world.locks(), world.err);
  assert.equal(world.lockfile("heron").packages["node_modules/gull"]?.evidence?.level, "signature");
});

test("a cooldown is counted from the log's time, not from an older one that the registry tells", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  await gull.publishes("1.1.0", { at: new Date("2026-11-21T20:00:00Z") });
  world.registry.publish(
    { name: "heron", version: "1.0.0", bin: "h.js", dependencies: { gull: "^1.1" } },
    { "h.js": "" },
  );
  world.configures({ heron: npx("heron@1.0.0") });
  const policy = { policyVersion: 1, cooldown: { days: 14 } };
  world.plants("/srv/shop/lockfiles/policy.json", JSON.stringify(policy));
  assert.equal(await world.locks({ scope: { lockfiles: "/srv/shop/lockfiles" } }), false);
  assert.match(
    world.err,
    /gull@1\.1\.0 was published 24 h ago by its log: .*policy\.json:1 demands an age of 14 days/,
  );
});
