import assert from "node:assert/strict";
import { test } from "node:test";

import { runCheck } from "../../src/commands/lock-check.ts";
import { SKUA, type SmallWheel, TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage, UVX } from "../support/python-stage.ts";
import { sdistName, wheelName } from "../support/wheels.ts";

test("a server of uvx is pinned with its closure, and verified against it", async () => {
  await using it = await stage();
  assert.ok(await it.world.locks(), it.world.err);
  const lockfile = it.lockfile();
  assert.equal(lockfile?.version, "1.4.0");
  assert.deepEqual(lockfile.entryPoints, { "mcp-server-tern": "mcp_server_tern:main" });
  assert.deepEqual(Object.keys(lockfile.packages), ["mcp-server-tern", "wave"]);
  assert.deepEqual(lockfile.platforms, ["darwin-arm64", "linux-x64", "win32-x64"]);
  assert.match(it.world.out, /resolved by {2}uv 0\.13\.9, Python 3\.12 and newer/);

  it.python.caches("tern-environment", TERN, WAVE);
  const { findings } = await it.world.judges();
  assert.deepEqual(
    findings.map(({ ruleId }) => ruleId),
    ["floating-launch"],
  );
});

test("the platforms of a policy are pinned for, and this machine's own", async () => {
  await using it = await stage();
  it.world.plants(
    "~/.config/pinfold/lockfiles/policy.json",
    '{"policyVersion":1,"platforms":["darwin-x64"]}',
  );
  assert.ok(await it.world.locks(), it.world.err);
  assert.deepEqual(it.lockfile()?.platforms, ["darwin-x64", "linux-x64"]);
});

test("what is already digested is not fetched again", async () => {
  await using it = await stage();
  await it.world.locks();
  it.world.disk.remove("/home/ada/.config/pinfold/lockfiles");
  const before = it.index.requests.length;
  assert.ok(await it.world.locks(), it.world.err);
  const asked = it.index.requests.slice(before).filter((path) => path.endsWith(".whl"));
  // The server's own wheel says which programs it has.
  assert.deepEqual(
    asked.map((path) => path.split("/").at(-1)),
    [wheelName(TERN)],
  );
});

test("wheels of every platform and every newer Python are pinned, others are not", async () => {
  await using it = await stage(UVX, [TERN]);
  const native = { ...WAVE, files: { "wave/__init__.py": "" } };
  for (const tags of [
    "cp312-cp312-manylinux_2_28_x86_64",
    "cp313-cp313-macosx_11_0_arm64",
    "cp310-abi3-win_amd64",
    "cp311-cp311-manylinux_2_28_x86_64",
    "cp312-cp312-manylinux_2_28_aarch64",
    "cp312-cp312t-manylinux_2_28_x86_64",
    "pp310-pypy310_pp73-macosx_11_0_arm64",
  ])
    it.index.publish(native, { tags });
  assert.ok(await it.world.locks(), it.world.err);
  assert.deepEqual(
    it.lockfile()?.packages["wave"]?.artifacts.map(({ file }) => file),
    [
      "wave-2.0.0-cp310-abi3-win_amd64.whl",
      "wave-2.0.0-cp312-cp312-manylinux_2_28_x86_64.whl",
      "wave-2.0.0-cp313-cp313-macosx_11_0_arm64.whl",
    ],
  );
});

test("a package without a wheel is not pinned until a person named it", async () => {
  await using it = await stage(UVX, [TERN]);
  it.index.publishSource(WAVE);
  assert.equal(await it.world.locks(), false);
  assert.match(it.world.err, /wave has no wheel that fits.*--allow-scripts wave/s);
  assert.equal(it.lockfile(), null);

  assert.ok(await it.world.locks({ allowScripts: ["Wave"] }), it.world.err);
  const { artifacts, builtLocally } = it.lockfile()?.packages["wave"] ?? {};
  assert.equal(builtLocally, true);
  assert.deepEqual(
    artifacts?.map(({ file }) => file),
    [sdistName(WAVE)],
  );
  assert.match(it.world.out, /wave 2\.0\.0 build: wave-2\.0\.0\.tar\.gz \(approved\)/);
});

test("a file that runs at every start is shown before the question, and pinned", async () => {
  const hooked: SmallWheel = { ...WAVE, files: { ...WAVE.files, "wave.pth": "import wave\n" } };
  await using it = await stage(UVX, [TERN, hooked]);
  assert.ok(await it.world.locks(), it.world.err);
  assert.match(it.world.out, /at start {5}wave 2\.0\.0 wave\.pth/);
  assert.deepEqual(it.lockfile()?.packages["wave"]?.startupHooks, ["wave.pth"]);
});

test("no pin is taken of an environment that was tampered with", async () => {
  await using it = await stage();
  const root = it.python.caches("tern-environment", TERN, WAVE);
  it.world.plants(`${root}/lib/python3.12/site-packages/wave/deep.py`, "evil()\n");
  assert.equal(await it.world.locks(), false);
  assert.match(it.world.err, /modified-file.*wave\/deep\.py/s);
  assert.equal(it.lockfile(), null);
});

test("python -m is pinned at the versions of its environment, not at today's", async () => {
  const entry = { command: "/home/ada/venv/bin/python", args: ["-m", "mcp_server_tern"] };
  await using it = await stage(entry);
  it.python.makes("/home/ada/venv", TERN, WAVE);
  it.index.publish({ ...WAVE, version: "2.1.0" });
  it.world.disk.file("/usr/bin/uv", "\u007fELF uv", { mode: 0o755 });
  assert.ok(await it.world.locks(), it.world.err);
  assert.equal(it.lockfile()?.packages["wave"]?.version, "2.0.0");
  assert.match(it.world.out, /the tree that is installed/);
  const { verdict } = await it.world.judges();
  assert.equal(verdict, "verified");
});

test("an archive that differs from its index is refused", async () => {
  await using it = await stage();
  it.index.tamper("wave");
  assert.equal(await it.world.locks(), false);
  assert.match(it.world.err, /wave-2\.0\.0-py3-none-any\.whl has another sha256/);
});

test("an index without hashes cannot be pinned from", async () => {
  await using it = await stage();
  it.index.losesHashes("wave", { md5: "0".repeat(32) });
  assert.equal(await it.world.locks(), false);
  assert.match(it.world.err, /no sha256 of wave/);
});

test("what `--with` adds is part of the subject", async () => {
  await using it = await stage({
    command: "uvx",
    args: ["--with", "mcp-server-skua", "mcp-server-tern"],
  });
  it.index.publish(SKUA);
  assert.ok(await it.world.locks(), it.world.err);
  const lockfile = it.lockfile("mcp-server-tern,mcp-server-skua");
  assert.deepEqual(lockfile?.extras, ["pkg:pypi/mcp-server-skua"]);
  assert.deepEqual(Object.keys(lockfile.packages), ["mcp-server-skua", "mcp-server-tern", "wave"]);
});

test("options that choose versions are handed on, and files by their whole path", async () => {
  const args = ["--python", "3.13", "--constraints", "limits.txt", "--exclude-newer", "2026-03-01"];
  await using it = await stage({ command: "uvx", args: [...args, "mcp-server-tern"], cwd: "/srv" });
  it.world.plants("/srv/limits.txt", "");
  await it.world.locks();
  const [asked] = it.resolver.asked;
  assert.deepEqual(asked?.options, [
    "--constraints",
    "/srv/limits.txt",
    "--exclude-newer",
    "2026-03-01",
  ]);
});

test("where there is no uv one is fetched only if a person agrees", async () => {
  const entry = { command: "/home/ada/venv/bin/python", args: ["-m", "mcp_server_tern"] };
  await using it = await stage(entry);
  it.python.makes("/home/ada/venv", TERN, WAVE);
  it.world.disk.remove("/usr/bin/uv").remove("/usr/bin/uvx");
  let fetched = 0;
  it.world.uvProvider = {
    version: "0.13.9",
    own: () => Promise.resolve(null),
    fetch: () => Promise.resolve(`/home/ada/.local/share/pinfold/tools/uv ${(fetched += 1)}`),
  };
  assert.equal(await it.world.locks({ isYes: false }, "n"), false);
  assert.equal(fetched, 0);
  assert.match(it.world.err, /fetch uv 0\.13\.9 by its pinned sha256/);
  assert.ok(await it.world.locks(), it.world.err);
  assert.equal(fetched, 1);
});

test("a uv that is not the pinned one is not started", async () => {
  await using it = await stage();
  assert.ok(await it.world.locks(), it.world.err);
  it.world.disk.remove("/home/ada/.config/pinfold/lockfiles");
  it.world.disk.file("/usr/bin/uv", "\u007fELF evil", { mode: 0o755 });
  const before = it.resolver.asked.length;
  assert.equal(await it.world.locks(), false);
  assert.equal(it.resolver.asked.length, before);
  assert.match(it.world.err, /uv is not started/);
});

test("an environment of an older Python is another tree, not tampering, and is remembered", async () => {
  await using it = await stage(UVX, [TERN]);
  it.resolver.python_ = "3.13";
  it.index.publish(WAVE, { tags: "cp313-cp313-manylinux_2_28_x86_64" });
  assert.ok(await it.world.locks(), it.world.err);
  const older = { ...WAVE, requires: ["backport"] };
  const root = it.python.caches("tern-environment", TERN, older, {
    name: "backport",
    version: "1.0",
    files: { "backport.py": "" },
  });
  const { verdict, findings } = await it.world.judges();
  assert.equal(verdict, "unlocked", JSON.stringify(findings, null, 1));
  const other = findings.find(({ ruleId }) => ruleId === "other-tree");
  assert.match(other?.message ?? "", /wave 2\.0\.0 from a wheel that is not pinned/);

  it.world.plants(`${root}/lib/python3.12/site-packages/wave/deep.py`, "evil()\n");
  assert.equal((await it.world.judges()).verdict, "violated");
});

test("other files under a wheel that is for this Python are an error at first sight", async () => {
  await using it = await stage();
  await it.world.locks();
  it.python.caches("tern-environment", TERN, { ...WAVE, files: { "wave/__init__.py": "evil()" } });
  assert.equal((await it.world.judges()).verdict, "violated");
});

// The lockfiles themselves.

async function checks(it: PythonStage): Promise<{ code: number; out: string }> {
  it.world.out = "";
  const code = await runCheck(it.world.commandContext({ isCheck: true, isOnline: true }));
  return { code, out: it.world.out };
}

test("lock --check --online finds nothing wrong with what was just locked", async () => {
  await using it = await stage();
  await it.world.locks();
  const { code, out } = await checks(it);
  assert.equal(code, 0, out);
  assert.match(out, /1 lockfile, 2 packages compared with the registry: nothing wrong/);
});

for (const [what, does, expected, exitCode] of [
  [
    "other bytes under a pinned name",
    ({ index }: PythonStage) =>
      index.replace("wave", { ...WAVE, files: { "wave/__init__.py": "evil()" } }),
    /other bytes under wave-2\.0\.0-py3-none-any\.whl/,
    1,
  ],
  [
    "an archive that is gone",
    ({ index }: PythonStage) => {
      index.publish({ ...WAVE, version: "2.0.0" }, { tags: "py2-none-any" });
      const at = index.files.findIndex(({ file }) => file === wheelName(WAVE));
      (index.files as unknown[]).splice(at, 1);
    },
    /does not list wave-2\.0\.0-py3-none-any\.whl any more/,
    3,
  ],
  [
    "bytes that are not those of the digest",
    ({ index }: PythonStage) => index.tamper("wave"),
    /has another sha256/,
    1,
  ],
  [
    "an index that is down",
    ({ index }: PythonStage) => index.fail(503),
    /answered with status 503|no usable answer/,
    3,
  ],
] as const)
  test(`lock --check --online tells ${what}`, async () => {
    await using it = await stage();
    await it.world.locks();
    does(it);
    const { code, out } = await checks(it);
    assert.match(out, expected);
    assert.equal(code, exitCode);
  });

test("a lockfile whose files were edited is told, whatever its tree says", async () => {
  await using it = await stage();
  await it.world.locks();
  const lockfile = it.lockfile();
  const [artifact] = lockfile?.packages["wave"]?.artifacts ?? [];
  assert.ok(lockfile !== null && artifact !== undefined);
  artifact.files = `h1:${"A".repeat(43)}=`;
  const { treeDigestOf } = await import("../../src/lockfile/format.ts");
  it.python.writesLockfile({ ...lockfile, tree: treeDigestOf(lockfile.packages) });
  const { code, out } = await checks(it);
  assert.equal(code, 1);
  assert.match(out, /unpacks to other files than the pinned ones/);
});
