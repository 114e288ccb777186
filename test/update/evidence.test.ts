import assert from "node:assert/strict";
import { test } from "node:test";

import { attestedGull, type AttestedWorld } from "../support/attested-gull.ts";

type Risk = readonly [id: string, isBlocked: boolean];

/** `update --check --json`: the outcome, and the risks with whether they block. */
async function shown({ world }: AttestedWorld): Promise<readonly [string, readonly Risk[]]> {
  world.out = "";
  await world.updates({ isCheck: true, format: "json" });
  const { servers } = JSON.parse(world.out) as {
    servers: {
      outcome: string;
      difference: { risks: { id: string; blockedBy: string | null }[] } | null;
    }[];
  };
  const [row] = servers;
  assert.ok(row !== undefined);
  const risks = row.difference?.risks ?? [];
  return [row.outcome, risks.map(({ id, blockedBy }): Risk => [id, blockedBy !== null])];
}

test("a new version by the same builder moves the pin, with its identity", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  await gull.publishes("1.1.0", {});
  assert.deepEqual(await shown(gull), ["differs", []]);
  assert.equal(await world.updates({ isYes: true }), 0);
  const { evidence, version } = world.lockfile("gull").packages["node_modules/gull"] ?? {};
  assert.deepEqual(
    [version, evidence?.level, evidence?.provenance?.repositoryId],
    ["1.1.0", "provenance", "1001"],
  );
});

test("a new version without evidence after one that had it blocks, whatever is answered", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  await gull.publishes("1.1.0", null);
  const [outcome, risks] = await shown(gull);
  assert.equal(outcome, "blocked");
  assert.deepEqual(risks, [["weaker-evidence", true]]);
  assert.equal(await world.updates({}, "y"), 3);
  assert.equal(world.lockfile("gull").version, "1.0.0");
});

test("a new version whose provenance is another's blocks", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  await gull.publishes("1.1.0", {
    repository: "https://github.com/evil/gull",
    repositoryId: "6666",
    ownerId: "7",
  });
  const [outcome, risks] = await shown(gull);
  assert.equal(outcome, "blocked");
  assert.deepEqual(new Set(risks.map(([id]) => id)), new Set(["identity-changed"]));
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(world.err, /its provenance is another one's/);
});

test("another workflow or kind of ref is shown, a renamed repository too, and none blocks", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  const repository = "https://github.com/coast/gull";
  await gull.publishes("1.1.0", { ref: "refs/tags/v1.1.0", repository });
  assert.deepEqual(await shown(gull), [
    "differs",
    [
      ["built-differently", false],
      ["built-differently", false],
    ],
  ]);
  assert.equal(await world.updates({ isYes: true }), 0);
});

test("a new version whose attestation is of other bytes is refused by name", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  await gull.publishes("1.1.0", null);
  const archive = Buffer.from("other bytes");
  world.registry.attest(
    "gull@1.1.0",
    await gull.sigstore.attestations({ name: "gull", version: "1.1.0", archive }),
  );
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(world.err, /gull 1\.1\.0 has evidence that is not believed/);
  assert.equal(world.lockfile("gull").version, "1.0.0");
});

test("a signature that is missing from the new version alone is refused by name", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  await gull.publishes("1.1.0", {});
  world.registry.strip("gull@1.1.0");
  assert.equal(await world.updates({ isYes: true }), 3);
  assert.match(
    world.err,
    /gull 1\.1\.0 has evidence that is not believed: the registry's signature is missing/,
  );
});

test("a version that the log has since yesterday is young, whatever its registry says", async () => {
  const gull = await attestedGull("gull");
  await using world = gull.world;
  await gull.publishes("1.1.0", { at: new Date("2026-11-21T20:00:00Z") });
  assert.deepEqual(await shown(gull), ["differs", [["young-package", false]]]);
  assert.match(world.out, /published 24 h ago by its log, younger than 14 days/);
});
