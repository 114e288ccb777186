import assert from "node:assert/strict";
import { test } from "node:test";

import { PACKAGES, type SmallWheel, TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage } from "../support/python-stage.ts";

const VENV = "/home/ada/.local/share/pipx/venvs/mcp-server-tern";
const SHARED = "/home/ada/.local/share/pipx/shared";
const PIP: SmallWheel = { name: "pip", version: "26.0", files: { "pip/__init__.py": "" } };

/** A server of pipx, which loads the packages that pipx shares, locked and verified once. */
async function locked(): Promise<PythonStage> {
  const it = await stage({ command: "pipx", args: ["run", "mcp-server-tern"] });
  it.index.publish(PIP);
  it.python.makes(VENV, TERN, WAVE);
  it.python.makes(SHARED, PIP);
  it.world.disk.file(`${VENV}/${PACKAGES}/pipx_shared.pth`, `${SHARED}/${PACKAGES}\n`);
  assert.ok(await it.world.locks(), it.world.err);
  assert.deepEqual(await told(it), []);
  return it;
}

async function told({ world }: PythonStage): Promise<readonly string[]> {
  const { findings, verdict } = await world.judges();
  const errors = findings.filter(({ severity }) => severity === "error");
  assert.equal(verdict, errors.length > 0 ? "violated" : "verified");
  return errors.map(({ ruleId, location }) => `${ruleId} ${location?.file ?? ""}`);
}

for (const [name, rule] of [
  ["sitecustomize.py", "startup-hook"],
  ["optional.py", "added-file"],
  ["pip/evil.py", "added-file"],
] as const)
  test(`${name} among the packages that pipx shares is an error`, async () => {
    await using it = await locked();
    const file = `${SHARED}/${PACKAGES}/${name}`;
    it.world.disk.file(file, "evil()\n");
    assert.deepEqual(await told(it), [`${rule} ${file}`]);
    // It is told again: nothing of it was remembered.
    assert.deepEqual(await told(it), [`${rule} ${file}`]);
  });

test("an edited pip there is an error, and a package of somebody's", async () => {
  await using it = await locked();
  const file = `${SHARED}/${PACKAGES}/pip/__init__.py`;
  it.world.disk.file(file, "evil()\n");
  assert.deepEqual(await told(it), [`modified-file ${file}`]);
  it.world.disk.file(file, "");
  it.python.installs(SHARED, { name: "late", version: "1.0", files: { "late/__init__.py": "" } });
  assert.deepEqual(
    (await told(it)).map((text) => text.split(" ")[0]),
    ["unaccounted-package"],
  );
});

test("an environment without the line of pipx loads none of it", async () => {
  await using it = await locked();
  it.world.disk.remove(`${VENV}/${PACKAGES}/pipx_shared.pth`);
  it.world.disk.file(`${SHARED}/${PACKAGES}/sitecustomize.py`, "evil()\n");
  assert.deepEqual(await told(it), []);
});
