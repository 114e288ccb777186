import assert from "node:assert/strict";
import { test } from "node:test";

import { runCheck } from "../../src/commands/lock-check.ts";
import { attestedStage, type AttestedStage, provenanceOf } from "../support/attested-tern.ts";
import { SKUA, TERN, WAVE } from "../support/python-home.ts";
import { stage } from "../support/python-stage.ts";

const EVIL = { repository: "https://github.com/evil/wave", repositoryId: "6666" };

async function locked(): Promise<AttestedStage> {
  const it = await attestedStage();
  assert.ok(await it.world.locks(), it.world.err);
  return it;
}

function pinned({ lockfile }: Pick<AttestedStage, "lockfile">, name = "wave") {
  return lockfile()?.packages[name]?.evidence;
}

/** Of `verify --online`: rules that are no notes, and the verdict. */
async function asked({ world, python }: AttestedStage) {
  python.caches("tern-environment", TERN, WAVE);
  const { servers } = await world.asks();
  const [server] = servers;
  const said = (server?.findings ?? []).filter(({ severity }) => severity !== "note");
  return {
    verdict: server?.verdict,
    said: said.map(({ ruleId, message }) => `${ruleId}: ${message}`),
  };
}

async function checked({ world }: AttestedStage): Promise<readonly [number, string]> {
  world.out = "";
  const code = await runCheck(world.commandContext({ isOnline: true, isCheck: true }));
  return [code, world.out];
}

test("who built each package is pinned, and said before the question", async () => {
  await using it = await locked();
  for (const name of ["mcp-server-tern", "wave"]) {
    const { level, provenance } = pinned(it, name) ?? {};
    assert.equal(level, "provenance");
    assert.equal(provenance?.repository, "https://github.com/shore/gull");
    assert.equal(provenance.repositoryId, "1001");
  }
  assert.match(it.world.out, /2 packages say who built them/);
  assert.match(it.world.out, /built by {5}https:\/\/github\.com\/shore\/gull/);
});

test("an index that says nothing of it, or has none, gives pins without evidence", async () => {
  await using silent = await attestedStage();
  silent.index.knowsProvenance = false;
  assert.ok(await silent.world.locks(), silent.world.err);
  assert.deepEqual(pinned(silent), { level: "none" });
  const pages = silent.index.requests.filter((path) => path === "/simple/wave/");
  assert.deepEqual(
    pages,
    [],
    "an index that is silent on the server's project is not asked for others",
  );

  await using none = await stage();
  assert.ok(await none.world.locks(), none.world.err);
  assert.deepEqual(pinned(none), { level: "none" });
  assert.match(none.world.out, /evidence {5}2 without any that could be had/);
});

test("what an index said of a file is asked once a day", async () => {
  await using it = await locked();
  const asks = () => it.index.requests.filter((path) => path.endsWith(".provenance")).length;
  const first = asks();
  it.world.disk.remove("/home/ada/.config/pinfold/lockfiles");
  it.world.out = "";
  assert.ok(await it.world.locks(), it.world.err);
  assert.equal(asks(), first);
  assert.equal(pinned(it)?.level, "provenance");
  assert.match(it.world.out, /built by {5}https:\/\/github\.com\/shore\/gull/);

  for (const days of [2, -4]) {
    it.world.waits(days);
    it.world.disk.remove("/home/ada/.config/pinfold/lockfiles");
    const before = asks();
    assert.ok(await it.world.locks(), it.world.err);
    assert.equal(asks(), before + 2, `${days} days later`);
  }
});

test("one archive of a package that nobody vouches for makes it a package without provenance", async () => {
  await using it = await attestedStage();
  it.index.publish(WAVE, { tags: "cp312-cp312-manylinux_2_28_x86_64" });
  assert.ok(await it.world.locks(), it.world.err);
  assert.deepEqual(pinned(it), { level: "none" });
  assert.equal(pinned(it, "mcp-server-tern")?.level, "provenance");
});

test("statements that do not hold are refused: of other bytes, of other people for one version, no statements", async () => {
  await using it = await attestedStage();
  const wave = it.index.files.find(({ name }) => name === "wave");
  assert.ok(wave !== undefined);
  const cases: readonly (readonly [unknown, RegExp])[] = [
    [
      await provenanceOf(it.sigstore, { file: wave.file, bytes: Buffer.from("other") }),
      /other bytes/,
    ],
    [
      await provenanceOf(it.sigstore, { ...wave, file: "wave-9.9.9-py3-none-any.whl" }),
      /something else/,
    ],
    [{ version: 1, attestation_bundles: [] }, /neither|no attestations/],
    ["<html>", /not|neither/],
  ];
  for (const [provenance, reason] of cases) {
    wave.provenance = provenance;
    it.world.err = "";
    assert.equal(await it.world.locks(), false);
    assert.match(
      it.world.err,
      /invalid-evidence[\s\S]*wave 2\.0\.0 has evidence that is not believed/,
    );
    assert.match(it.world.err, reason);
    assert.equal(it.lockfile(), null);
  }

  await it.attests("wave==2.0.0");
  const further = it.index.publish(WAVE, { tags: "cp312-cp312-manylinux_2_28_x86_64" });
  further.provenance = await provenanceOf(it.sigstore, further, EVIL);
  it.world.err = "";
  assert.equal(await it.world.locks(), false);
  assert.match(it.world.err, /its archives were built by different identities/);
});

test("a newer version without what a pinned one had is not pinned for another server either", async () => {
  await using it = await locked();
  it.index.publish({ ...WAVE, version: "2.1.0" });
  it.index.publish(SKUA);
  it.world.configures({ skua: { command: "uvx", args: ["mcp-server-skua"] } });
  const pinnedOf = () => it.lockfile("mcp-server-skua");
  const refused = async (reason: RegExp) => {
    it.world.err = "";
    assert.equal(await it.world.locks(), false);
    assert.match(it.world.err, reason);
    assert.equal(pinnedOf(), null);
    it.world.disk.remove("/home/ada/.local/state/pinfold/file-evidence");
    it.world.disk.remove("/home/ada/.local/state/pinfold/audit");
  };
  await refused(
    /weaker-evidence.*wave 2\.1\.0, after the pinned 2\.0\.0, has no provenance that could be had[\s\S]*"subject":"pkg:pypi\/wave"/,
  );
  await it.attests("wave==2.1.0", EVIL);
  await refused(/identity-changed.*wave 2\.1\.0, after the pinned 2\.0\.0, was built from/);
  await it.attests("wave==2.1.0");
  assert.ok(await it.world.locks(), it.world.err);
  assert.equal(pinnedOf()?.packages["wave"]?.version, "2.1.0");
});

test("an index that fails to answer for a statement is no reason to pin less", async () => {
  await using it = await attestedStage();
  it.index.fail(503, { where: /\.provenance$/ });
  assert.equal(await it.world.locks(), false);
  assert.equal(it.lockfile(), null);
  it.index.recover();
  it.index.fail(503, { where: /^\/simple\/wave\/$/ });
  assert.equal(await it.world.locks(), false);
  assert.equal(it.lockfile(), null);
});

test("a project in quarantine is not pinned, and one that is archived is said to be", async () => {
  await using it = await attestedStage();
  it.index.sets("mcp-server-tern", "quarantined", "it steals keys");
  assert.equal(await it.world.locks(), false);
  assert.match(it.world.err, /has put mcp-server-tern into quarantine: it steals keys/);
  it.index.sets("mcp-server-tern", "archived", "use other");
  for (const folder of ["file-evidence", "audit"])
    it.world.disk.remove(`/home/ada/.local/state/pinfold/${folder}`);
  assert.ok(await it.world.locks(), it.world.err);
  assert.match(it.world.out, /deprecated {3}archived: use other/);
});

test("verify --online compares who built the pinned bytes", async () => {
  await using it = await locked();
  assert.deepEqual(await asked(it), { verdict: "verified", said: [] });

  await it.attests("wave==2.0.0", EVIL);
  const other = await asked(it);
  assert.equal(other.verdict, "violated");
  assert.match(
    other.said.join(),
    /identity-changed: wave 2\.0\.0 was built from https:\/\/github\.com\/evil\/wave \(id 6666\)/,
  );

  it.index.attest("wave==2.0.0", null);
  const missing = await asked(it);
  assert.equal(missing.verdict, "inconclusive");
  assert.match(missing.said.join(), /evidence-missing: wave 2\.0\.0 has no provenance/);

  it.index.attest("wave==2.0.0", { version: 1, attestation_bundles: [] });
  const invalid = await asked(it);
  assert.equal(invalid.verdict, "violated");
  assert.match(invalid.said.join(), /invalid-evidence: wave 2\.0\.0/);

  await it.attests("wave==2.0.0");
  it.index.fail(503, { where: /\.provenance$/ });
  const unheard = await asked(it);
  assert.equal(unheard.verdict, "inconclusive");
});

test("where nobody is pinned nobody is asked for", async () => {
  await using it = await attestedStage();
  it.index.knowsProvenance = false;
  assert.ok(await it.world.locks(), it.world.err);
  it.index.knowsProvenance = true;
  assert.deepEqual(await asked(it), { verdict: "verified", said: [] });
  assert.deepEqual((await checked(it))[0], 0);
  assert.deepEqual(
    it.index.requests.filter((path) => path.endsWith(".provenance")),
    [],
  );
});

test("lock --check --online compares who built every archive", async () => {
  await using it = await locked();
  assert.equal((await checked(it))[0], 0);
  await it.attests("wave==2.0.0", EVIL);
  const [code, text] = await checked(it);
  assert.equal(code, 1);
  assert.match(
    text,
    /wrong\[identity-changed\]: wave 2\.0\.0 was built from https:\/\/github\.com\/evil\/wave/,
  );
  it.index.knowsProvenance = false;
  const [unknown, said] = await checked(it);
  assert.equal(unknown, 3);
  assert.match(
    said,
    /not judged\[[a-z-]+\]: mcp-server-tern 1\.4\.0 has no provenance that could be had/,
  );
});

test("a new version by others, or by nobody, is a risk that blocks", async () => {
  const OLD = { at: "2026-06-01T09:00:00Z" };
  for (const [build, risk] of [
    [EVIL, "identity-changed"],
    [null, "weaker-evidence"],
    [{}, null],
  ] as const) {
    await using it = await locked();
    it.index.publish({ ...WAVE, version: "2.1.0" }, OLD);
    if (build !== null) await it.attests("wave==2.1.0", build);
    it.world.out = "";
    await it.world.updates({ isCheck: true, format: "json" });
    const { servers } = JSON.parse(it.world.out) as {
      servers: { difference: { risks: { id: string }[] } | null; reason: string | null }[];
    };
    const risks = servers[0]?.difference?.risks.map(({ id }) => id) ?? [];
    assert.ok(servers[0]?.difference !== null, servers[0]?.reason ?? "");
    for (const one of ["identity-changed", "weaker-evidence"])
      assert.equal(risks.includes(one), one === risk, `${one} with ${JSON.stringify(build)}`);
  }
});

test("a new version whose statement does not hold is not moved to", async () => {
  await using it = await locked();
  it.index.publish({ ...WAVE, version: "2.1.0" }, { at: "2026-06-01T09:00:00Z" });
  it.index.attest("wave==2.1.0", { version: 1, attestation_bundles: [] });
  await it.world.updates({ isYes: true });
  assert.equal(it.lockfile()?.packages["wave"]?.version, "2.0.0");
  assert.match(it.world.err + it.world.out, /wave 2\.1\.0 has evidence that is not believed/);
});
