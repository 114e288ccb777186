import assert from "node:assert/strict";
import { before, test } from "node:test";

import { tufSource } from "../../src/adapters/tuf/index.ts";
import { sha256Of } from "../../src/model/digest.ts";
import { trustFile, trustInForce } from "../../src/trust/in-force.ts";
import { refreshTrust } from "../../src/trust/refresh.ts";
import type { TrustBase } from "../../src/trust/verify-record.ts";
import { TestSigstore } from "../support/sigstore.ts";
import { TufRepository } from "../support/tuf-repository.ts";
import { TestWorld } from "../support/world.ts";

const DATA = "/home/ada/.local/share/pinfold";
const KEYS = "registry.test/keys.json";
const DAY_MS = 86_400_000;

let sigstore: TestSigstore;
let root: string;
let keys: string;
before(async () => {
  sigstore = await TestSigstore.start();
  root = JSON.stringify(sigstore.trustedRoot);
  keys = JSON.stringify({ keys: sigstore.keys() });
});

/** A repository, and a machine whose pinfold came with the repository's first root. */
class Case implements AsyncDisposable {
  readonly repository: TufRepository;
  readonly world: TestWorld;
  readonly base: TrustBase;

  static async open(): Promise<Case> {
    return new Case(await TufRepository.start(), await TestWorld.start());
  }

  private constructor(repository: TufRepository, world: TestWorld) {
    this.repository = repository;
    this.world = world;
    const shipped = { trustedRoot: sigstore.trustedRoot, registryKeys: { keys: sigstore.keys() } };
    this.base = { root: repository.roots[0] ?? "", ...shipped, versions: { root: 1, targets: 0 } };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.repository[Symbol.asyncDispose]();
    await this.world[Symbol.asyncDispose]();
  }

  async refreshes(base = this.base): Promise<void> {
    const { disk, files, machine } = this.world.world;
    await refreshTrust({
      disk,
      files,
      dataFolder: DATA,
      source: tufSource,
      address: this.repository.url,
      now: machine.now,
      keysTarget: KEYS,
      base,
    });
  }

  get stored(): string | null {
    return this.world.text(trustFile(DATA));
  }

  inForce(base = this.base) {
    return trustInForce(this.world.disk, DATA, base);
  }
}

test("what is signed is taken whole, and is in force from then on", async () => {
  await using one = await Case.open();
  one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
  await one.refreshes();
  const { origin, digests, versions, problem, trust } = await one.inForce();
  assert.deepEqual([origin, problem, versions], ["refreshed", null, { root: 1, targets: 1 }]);
  assert.deepEqual(digests, { trustedRoot: sha256Of(root), registryKeys: sha256Of(keys) });
  assert.equal(trust.registryKeys[0]?.keyid, sigstore.keyid);
});

test("a further refresh moves on, over a root whose keys are all new", async () => {
  await using one = await Case.open();
  one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
  await one.refreshes();
  one.repository.signsRoot({ rotates: true });
  one.repository.signsRoot();
  const newer = `${root} `;
  one.repository.publishes({ "trusted_root.json": newer }, { [KEYS]: keys });
  await one.refreshes();
  const { digests, versions } = await one.inForce();
  assert.deepEqual([digests.trustedRoot, versions], [sha256Of(newer), { root: 3, targets: 2 }]);
  // Nothing new: nothing is lost.
  await one.refreshes();
  assert.equal((await one.inForce()).versions.targets, 2);
});

test("a newer pinfold that comes with a later root still believes what was fetched before", async () => {
  await using one = await Case.open();
  one.repository.signsRoot({ rotates: true });
  one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
  await one.refreshes();
  const later = {
    ...one.base,
    root: one.repository.roots[1] ?? "",
    versions: { root: 2, targets: 1 },
  };
  assert.equal((await one.inForce(later)).origin, "refreshed");
  // And one that comes with newer material uses its own.
  const newest = { ...later, versions: { root: 2, targets: 5 } };
  const { origin, problem } = await one.inForce(newest);
  assert.equal(origin, "shipped");
  assert.match(problem ?? "", /older than what comes with this pinfold/);
});

/** What must be refused, after a good refresh; what is here stays as it is. */
const REFUSED: readonly (readonly [string, (repository: TufRepository) => unknown, RegExp])[] = [
  [
    "expired timestamp",
    (repository) => {
      repository.holds = { timestamp: -DAY_MS };
      repository.signsTimestamp();
    },
    /expired/i,
  ],
  [
    "expired snapshot",
    (repository) => {
      repository.holds = { snapshot: -DAY_MS };
      repository.publishes({ "trusted_root.json": `${root} ` }, { [KEYS]: keys });
    },
    /expired/i,
  ],
  [
    "expired targets",
    (repository) => {
      repository.holds = { targets: -DAY_MS };
      repository.publishes({ "trusted_root.json": `${root} ` }, { [KEYS]: keys });
    },
    /expired/i,
  ],
  [
    "expired root",
    (repository) => {
      repository.holds = { root: -DAY_MS };
      repository.signsRoot();
    },
    /expired/i,
  ],
  [
    "root that the trusted keys did not sign",
    (repository) => repository.signsRoot({ rotates: true, bySelfOnly: true }),
    /root/,
  ],
  [
    "timestamp of a stranger",
    async (repository) => {
      await using stranger = await TufRepository.start();
      stranger.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
      repository.files.set("/timestamp.json", stranger.files.get("/timestamp.json") ?? "");
    },
    /timestamp/,
  ],
  [
    "target with other bytes",
    (repository) => {
      repository.publishes({ "trusted_root.json": `${root} ` }, { [KEYS]: keys });
      for (const path of repository.files.keys())
        if (path.endsWith(".trusted_root.json")) repository.files.set(path, `${root}!`);
    },
    /length|hash|digest/i,
  ],
  [
    "trusted root that says less than is needed",
    (repository) =>
      repository.publishes({ "trusted_root.json": '{"tlogs":[{}]}' }, { [KEYS]: keys }),
    /trusted root/,
  ],
  [
    "repository that has no trusted root",
    (repository) => repository.publishes({ x: "y" }, { [KEYS]: keys }),
    /trusted_root/,
  ],
  ["repository that is gone", (repository) => repository.files.clear(), /status 404|404/],
];

for (const [what, change, reason] of REFUSED)
  test(`refused: ${what}`, async () => {
    await using one = await Case.open();
    one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
    await one.refreshes();
    const kept = one.stored;
    await change(one.repository);
    await assert.rejects(one.refreshes(), (thrown: Error) => {
      assert.match(thrown.message, reason);
      return "code" in thrown && (thrown.code === "input" || thrown.code === "network");
    });
    assert.equal(one.stored, kept);
    assert.equal((await one.inForce()).origin, "refreshed");
  });

test("older metadata, well signed and not expired, is not taken back to", async () => {
  await using one = await Case.open();
  one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
  const old = new Map(one.repository.files);
  one.repository.publishes({ "trusted_root.json": `${root} ` }, { [KEYS]: keys });
  await one.refreshes();
  const kept = one.stored;
  for (const [path, text] of old) one.repository.files.set(path, text);
  await assert.rejects(one.refreshes(), /less than current version/);
  assert.equal(one.stored, kept);
});

test("what is older than what comes along is not taken where nothing was fetched before", async () => {
  await using one = await Case.open();
  one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
  await assert.rejects(
    one.refreshes({ ...one.base, versions: { root: 1, targets: 2 } }),
    /older than/,
  );
  assert.equal(one.stored, null);
});

test("a record that was edited is not believed, and is fetched anew", async () => {
  await using one = await Case.open();
  one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
  await one.refreshes();
  const record = JSON.parse(one.stored ?? "") as Record<string, unknown>;
  const stranger = await TestSigstore.start();
  const edits: readonly Record<string, unknown>[] = [
    { ...record, trustedRoot: JSON.stringify(stranger.trustedRoot) },
    { ...record, registryKeys: { name: KEYS, text: JSON.stringify({ keys: stranger.keys() }) } },
    { ...record, registryKeys: { name: "elsewhere/keys.json", text: keys } },
    { ...record, metadata: {} },
    { ...record, roots: ["{}"] },
    { version: 2 },
  ];
  for (const edit of edits) {
    one.world.plants(trustFile(DATA), JSON.stringify(edit));
    const { origin, problem } = await one.inForce();
    assert.equal(origin, "shipped", JSON.stringify(Object.keys(edit)));
    assert.match(problem ?? "", /is not used/);
  }
  one.world.plants(trustFile(DATA), "{");
  assert.equal((await one.inForce()).origin, "shipped");
  await one.refreshes();
  assert.equal((await one.inForce()).origin, "refreshed");
});

test("a disk that is full changes nothing", async () => {
  await using one = await Case.open();
  one.repository.publishes({ "trusted_root.json": root }, { [KEYS]: keys });
  await one.refreshes();
  const kept = one.stored;
  one.repository.publishes({ "trusted_root.json": `${root} ` }, { [KEYS]: keys });
  one.world.fillsTheDisk();
  await assert.rejects(one.refreshes(), { code: "input" });
  assert.equal(one.stored, kept);
});
