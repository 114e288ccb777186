import assert from "node:assert/strict";
import { test } from "node:test";

import { type SmallWheel, TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage, UVX } from "../support/python-stage.ts";

const VENV = "/home/ada/venv";
const PACKAGES = `${VENV}/lib/python3.12/site-packages`;
const OF_VENV = { command: `${VENV}/bin/python`, args: ["-m", "mcp_server_tern"] };
const NOTES: SmallWheel = { name: "notes", version: "1.0", files: { "notes/__init__.py": "" } };

async function findingsOf({ world }: PythonStage, name: string) {
  const { servers } = await world.verifies();
  return servers.find(({ entry }) => entry.name === name)?.findings ?? [];
}

/** Errors of one server, by its name. */
async function errors(it: PythonStage, name: string): Promise<readonly string[]> {
  const findings = await findingsOf(it, name);
  return findings.flatMap(({ severity, ruleId }) => (severity === "error" ? [ruleId] : []));
}

test("an environment that has not the server is told so, and nothing of that name is pinned", async () => {
  await using it = await stage(OF_VENV);
  it.python.makes(VENV, WAVE);
  assert.equal(await it.world.locks(), false);
  assert.match(
    it.world.err,
    /\/home\/ada\/venv is no environment that has pypi:mcp-server-tern\n.*python3 -m venv/,
  );
  assert.equal(it.lockfile(), null);
});

test("a Python outside of any environment gives no pin either", async () => {
  await using it = await stage({ command: "python3", args: ["-m", "mcp_server_tern"] });
  assert.equal(await it.world.locks(), false);
  assert.match(it.world.err, /is no environment that has pypi:mcp-server-tern/);
  assert.equal(it.lockfile(), null);
});

test("an environment with packages of its user's own stops no other server of the same package", async () => {
  for (const wheels of [
    [WAVE, NOTES],
    [TERN, WAVE, NOTES],
  ]) {
    await using it = await stage(UVX);
    it.world.configures(
      wheels.includes(TERN)
        ? { tern: UVX, "tern of venv": OF_VENV }
        : { "tern of venv": OF_VENV, tern: UVX },
    );
    it.python.caches("tern-environment", TERN, WAVE);
    it.python.makes(VENV, ...wheels);
    await it.world.locks();
    assert.equal(it.lockfile()?.version, "1.4.0", it.world.err);
    assert.deepEqual(await errors(it, "tern"), []);
    assert.deepEqual(await errors(it, "tern of venv"), []);
    const rules = (await findingsOf(it, "tern of venv")).map(({ ruleId }) => ruleId);
    assert.ok(
      rules.includes(wheels.includes(TERN) ? "other-tree" : "not-installed"),
      String(rules),
    );
  }
});

test("what came into such an environment after it was locked is an error", async () => {
  await using it = await stage(OF_VENV, [TERN, WAVE, NOTES]);
  it.python.makes(VENV, TERN, WAVE, NOTES);
  assert.ok(await it.world.locks(), it.world.err);
  assert.deepEqual(Object.keys(it.lockfile()?.packages ?? {}), [
    "mcp-server-tern",
    "notes",
    "wave",
  ]);
  assert.deepEqual(await errors(it, "tern"), []);
  it.python.installs(VENV, { name: "late", version: "1.0", files: { "late/__init__.py": "" } });
  assert.deepEqual(await errors(it, "tern"), ["unaccounted-package"]);
});

test("a server that is gone from the environment that was locked is no server that was never there", async () => {
  await using it = await stage(OF_VENV);
  it.python.makes(VENV, TERN, WAVE);
  assert.ok(await it.world.locks(), it.world.err);
  assert.deepEqual(await errors(it, "tern"), []);
  it.world.disk.remove(`${PACKAGES}/mcp_server_tern`);
  it.world.disk.remove(`${PACKAGES}/mcp_server_tern-1.4.0.dist-info`);
  it.world.disk.file(`${PACKAGES}/mcp_server_tern.cpython-312.so`, "\u007fELF evil");
  assert.ok((await errors(it, "tern")).length > 0);
});
