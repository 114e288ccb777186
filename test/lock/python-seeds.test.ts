import assert from "node:assert/strict";
import { test } from "node:test";

import { type SmallWheel, TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage } from "../support/python-stage.ts";

const VENV = "/home/ada/venv";
const ENTRY = { command: `${VENV}/bin/python`, args: ["-m", "mcp_server_tern"] };
const PIP: SmallWheel = {
  name: "pip",
  version: "23.2.1",
  files: { "pip/__init__.py": "def main(): pass\n" },
};

/** Tern in an environment that pip made, with the pip that came with it. */
async function locked(published: SmallWheel | null): Promise<PythonStage> {
  const it = await stage(ENTRY);
  if (published !== null) it.index.publish(published);
  it.python.makes(VENV, TERN, WAVE, PIP);
  assert.ok(await it.world.locks(), it.world.err);
  return it;
}

async function judged({ world }: PythonStage): Promise<readonly string[]> {
  const { findings } = await world.judges();
  return findings.map(({ ruleId, location }) => `${ruleId} ${location?.file ?? ""}`);
}

test("what came with an environment is nothing where it equals the index's release", async () => {
  await using it = await locked(PIP);
  assert.deepEqual(Object.keys(it.lockfile()?.packages ?? {}), ["mcp-server-tern", "wave"]);
  assert.deepEqual(await judged(it), []);
  const { servers } = await it.world.asks();
  assert.equal(servers[0]?.verdict, "verified");

  const file = `${VENV}/lib/python3.12/site-packages/pip/__init__.py`;
  it.world.disk.file(file, "evil()");
  assert.deepEqual(await judged(it), [`modified-file ${file}`]);
});

test("where it differs, or the index has no such version, it is named", async () => {
  for (const published of [null, { ...PIP, files: { "pip/__init__.py": "" } }]) {
    await using it = await locked(published);
    assert.deepEqual(await judged(it), [`seed-package ${VENV}`]);
  }
});

test("one that was there before the lock and was changed is not taken for a release", async () => {
  await using it = await stage(ENTRY);
  it.index.publish(PIP);
  it.python.makes(VENV, TERN, WAVE, { ...PIP, files: { "pip/__init__.py": "evil()" } });
  assert.ok(await it.world.locks(), it.world.err);
  assert.deepEqual(await judged(it), [`seed-package ${VENV}`]);
});
