import assert from "node:assert/strict";
import { test } from "node:test";

import { recordRevision } from "../../src/state/adoption.ts";
import { foldersOf } from "../../src/state/folders.ts";
import { State } from "../../src/state/state.ts";
import { AT, attestedGull } from "../support/attested-gull.ts";
import { rulesOf, type TestWorld } from "../support/world.ts";

/** The rules that `verify --online` names for the only server, and its verdict. */
async function asked(world: TestWorld): Promise<readonly [string | null, ...string[]]> {
  const { servers } = await world.asks();
  return [servers[0]?.verdict ?? null, ...rulesOf(servers[0])];
}

const messages = async (world: TestWorld): Promise<string> =>
  (await world.asks()).servers[0]?.findings.map(({ message }) => message).join("\n") ?? "";

test("lock pins who built it, and the same evidence is verified", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  assert.deepEqual(world.lockfile("gull").packages["node_modules/gull"]?.evidence, {
    level: "provenance",
    provenance: {
      issuer: "https://token.actions.githubusercontent.com",
      ownerId: "2002",
      ref: "branch",
      repository: "https://github.com/shore/gull",
      repositoryId: "1001",
      runner: "github-hosted",
      signer: "https://github.com/shore/gull/.github/workflows/release.yml",
      workflow: ".github/workflows/release.yml",
    },
    publish: true,
    signature: true,
  });
  assert.match(world.out, /evidence {5}1 package says who built it/);
  assert.match(
    world.out,
    /built by {5}https:\/\/github\.com\/shore\/gull, \.github\/workflows\/release\.yml/,
  );
  assert.deepEqual(await asked(world), ["verified"]);
});

test("attestations that are gone are missing: neither a pass nor a downgrade", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  world.registry.attest("gull@1.0.0", null);
  assert.deepEqual(await asked(world), ["inconclusive", "evidence-missing"]);
  assert.match(await messages(world), /gull 1\.0\.0 has no provenance that could be had/);
});

test("a registry that fails to answer for attestations hides no more than one without any", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  world.registry.fail(503, { where: /attestations/ });
  assert.deepEqual(await asked(world), ["inconclusive", "evidence-missing"]);
});

test("another repository's attestation for the same bytes is an error", async () => {
  const { world, attests } = await attestedGull();
  await using _ = world;
  assert.deepEqual(await asked(world), ["verified"]);
  // The packument is what it was before: the attestation is asked for all the same.
  await attests("1.0.0", {
    repository: "https://github.com/evil/gull",
    repositoryId: "6666",
    ownerId: "7",
  });
  const [verdict, ...rules] = await asked(world);
  assert.deepEqual([verdict, new Set(rules)], ["violated", new Set(["identity-changed"])]);
  assert.match(
    await messages(world),
    /built from https:\/\/github\.com\/evil\/gull \(id 6666\), before from/,
  );
});

test("an attestation of other bytes is an error", async () => {
  const { world, sigstore } = await attestedGull();
  await using _ = world;
  const archive = Buffer.from("other bytes");
  const other = await sigstore.attestations(
    { name: "gull", version: "1.0.0", archive },
    { at: AT },
  );
  world.registry.attest("gull@1.0.0", other);
  assert.deepEqual(await asked(world), ["violated", "invalid-evidence"]);
});

test("the record of publication alone is less than before", async () => {
  const { world, sigstore } = await attestedGull();
  await using _ = world;
  const { archive } = world.registry.published("gull@1.0.0");
  const record = await sigstore.publishRecord({ name: "gull", version: "1.0.0", archive }, AT);
  world.registry.attest("gull@1.0.0", { attestations: [record] });
  assert.deepEqual(await asked(world), ["violated", "weaker-evidence"]);
  assert.match(await messages(world), /nobody says who built it/);
});

test("a signature that was taken from one version, where others have theirs, is an error", async () => {
  const { world, publishes } = await attestedGull();
  await using _ = world;
  await publishes("0.9.0", null);
  world.registry.tag("gull@1.0.0");
  world.registry.strip("gull@1.0.0");
  assert.deepEqual(await asked(world), ["violated", "invalid-evidence"]);
  assert.match(await messages(world), /the registry's signature is missing/);
});

test("a registry without any signatures is one that could not be asked for them", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  world.registry.strip("gull@1.0.0");
  assert.deepEqual(await asked(world), ["inconclusive", "evidence-missing"]);
});

test("the same source that builds the same bytes in another way is to be looked at", async () => {
  const { world, attests } = await attestedGull();
  await using _ = world;
  await attests("1.0.0", { ref: "refs/tags/v1.0.0" });
  assert.deepEqual(await asked(world), ["inconclusive", "built-differently"]);
});

test("an answer of many megabytes is not read to its end, and is not believed", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  world.registry.attest("gull@1.0.0", { attestations: [], padding: "x".repeat(9 * 1024 * 1024) });
  assert.deepEqual(await asked(world), ["violated", "invalid-evidence"]);
  assert.match(await messages(world), /larger than any real one/);
});

test("unchanged, each registry is asked by conditional requests alone", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  assert.deepEqual(await asked(world), ["verified"]);
  world.registry.requests.length = 0;
  assert.deepEqual(await asked(world), ["verified"]);
  assert.deepEqual(
    world.registry.requests.map(({ path, status }) => `${status} ${path}`).toSorted(),
    ["304 /-/npm/v1/attestations/gull@1.0.0", "304 /gull"],
  );
});

test("a lockfile from before evidence was recorded is judged as before, by one request", async () => {
  const { world } = await attestedGull();
  await using _ = world;
  const file = "~/.config/pinfold/lockfiles/npm/gull.json";
  const { packages, revision, ...rest } = JSON.parse(world.text(file) ?? "") as {
    packages: Record<string, { evidence?: unknown }>;
    revision: number;
  };
  for (const pin of Object.values(packages)) delete pin.evidence;
  const { formatLockfile, treeDigestOf } = await import("../../src/lockfile/format.ts");
  const tree = treeDigestOf(packages);
  const old = { ...rest, revision, packages, tree } as never;
  world.plants(file, formatLockfile(old));
  const { disk, files, machine } = world.commandContext({}).world;
  const folders = foldersOf(machine);
  const gull = `${folders.config}/lockfiles/npm/gull.json`;
  recordRevision(new State(disk, files, folders), gull, { revision, tree });
  world.registry.requests.length = 0;
  assert.deepEqual(await asked(world), ["verified"]);
  assert.deepEqual(
    world.registry.requests.map(({ path }) => path),
    ["/gull"],
  );
});
