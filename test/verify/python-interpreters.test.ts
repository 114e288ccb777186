import assert from "node:assert/strict";
import { test } from "node:test";

import { CACHE, TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage, UVX } from "../support/python-stage.ts";

const CLIENT_PATH = "/home/ada/bin:/usr/bin:/bin";

async function locked(): Promise<PythonStage> {
  const it = await stage(UVX);
  it.python.caches("tern-environment", TERN, WAVE);
  const scope = { clientPath: CLIENT_PATH };
  assert.ok(await it.world.locks({ scope }), it.world.err);
  return it;
}

async function errors({ world }: PythonStage): Promise<readonly string[]> {
  const { findings } = await world.judges({ clientPath: CLIENT_PATH });
  return findings.flatMap(({ severity, ruleId, location }) =>
    severity === "error" ? [`${ruleId} ${location?.file ?? ""}`] : [],
  );
}

const PYTHON = { mode: 0o755 };

for (const path of [
  "/home/ada/bin/python",
  "/home/ada/bin/python3",
  "/home/ada/bin/python3.13",
  "/home/ada/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13",
])
  test(`${path} that came since, and that uv starts first, is an error`, async () => {
    await using it = await locked();
    assert.deepEqual(await errors(it), []);
    it.world.disk.file(path, "\u007fELF evil", PYTHON);
    assert.deepEqual(await errors(it), [`shadowed-interpreter ${path}`]);
  });

test("a Python behind the pinned one, and what cannot be started, is nothing", async () => {
  await using it = await locked();
  it.world.disk.file("/bin/python3", "\u007fELF other", PYTHON);
  it.world.disk.file("/home/ada/bin/python3", "no program", { mode: 0o644 });
  it.world.disk.file("/home/ada/bin/pythonic", "\u007fELF", PYTHON);
  assert.deepEqual(await errors(it), []);
});

test("one that was there when it was locked is pinned too: another one in its place is an error", async () => {
  await using it = await stage(UVX);
  it.world.disk.file("/home/ada/bin/python3", "\u007fELF mine", PYTHON);
  it.python.caches("tern-environment", TERN, WAVE);
  assert.ok(await it.world.locks({ scope: { clientPath: CLIENT_PATH } }), it.world.err);
  assert.deepEqual(await errors(it), []);
  it.world.disk.file("/home/ada/bin/python3", "\u007fELF evil", PYTHON);
  assert.ok(
    (await errors(it)).some((text) => text.startsWith("changed-launcher")),
    String(await errors(it)),
  );
});

test("a version manager's shim that leads nowhere is nothing, and another Python once it leads somewhere", async () => {
  await using it = await stage(UVX);
  const { disk } = it.world;
  disk.file(
    "/home/ada/bin/python3.9",
    '#!/bin/sh\nexport PYENV_ROOT="/home/ada/.pyenv"\nexec "/home/ada/.pyenv/libexec/pyenv" exec "$program" "$@"\n',
    PYTHON,
  );
  disk.file("/home/ada/.pyenv/version", "3.12.1\n");
  disk.file("/home/ada/.pyenv/versions/3.12.1/bin/python3.12", "\u007fELF 3.12", PYTHON);
  disk.file("/home/ada/.pyenv/versions/3.9.1/bin/python3.9", "\u007fELF 3.9", PYTHON);
  it.python.caches("tern-environment", TERN, WAVE);
  assert.ok(await it.world.locks({ scope: { clientPath: CLIENT_PATH } }), it.world.err);
  const { findings } = await it.world.judges({ clientPath: CLIENT_PATH });
  assert.deepEqual(
    findings.map(({ ruleId }) => ruleId),
    ["floating-launch"],
  );
  disk.file("/home/ada/.pyenv/version", "3.9.1\n");
  assert.deepEqual(await errors(it), ["shadowed-interpreter /home/ada/bin/python3.9"]);
});

test("an environment that is led to another Python of the same folder is an error, each time", async () => {
  await using it = await locked();
  assert.deepEqual(await errors(it), []);
  const root = `${CACHE}/archive-v0/tern-environment`;
  it.world.disk.file("/usr/bin/python3.99", "\u007fELF evil", PYTHON);
  it.world.disk.link(`${root}/bin/python`, "/usr/bin/python3.99");
  const told = [`shadowed-interpreter ${root}/bin/python`];
  assert.deepEqual(await errors(it), told);
  assert.deepEqual(await errors(it), told);
});

test("where nothing was pinned on this machine nothing is said of it", async () => {
  await using it = await stage(UVX);
  it.python.caches("tern-environment", TERN, WAVE);
  it.python.pins(TERN, WAVE);
  it.world.disk.file("/home/ada/bin/python3", "\u007fELF", PYTHON);
  assert.deepEqual(await errors(it), []);
});

for (const [line, isWrong] of [
  ["3.12", false],
  ["cpython@3.12", false],
  ["/home/ada/evil/python", true],
  ["./evil/python", true],
  ["--python-preference", true],
] as const)
  test(`a .python-version that says ${line} is ${isWrong ? "an error" : "nothing"}`, async () => {
    await using it = await locked();
    it.world.plants("/home/ada/.python-version", `${line}\n`);
    const file = "module-in-working-folder /home/ada/.python-version";
    assert.deepEqual(await errors(it), isWrong ? [file] : []);
  });
