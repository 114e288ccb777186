import assert from "node:assert/strict";
import { test } from "node:test";

import type { Finding } from "../../src/model/finding.ts";
import {
  CACHE,
  compiled,
  PACKAGES,
  PythonHome,
  SKUA,
  TERN,
  uvScript,
  WAVE,
} from "../support/python-home.ts";
import { type Entry, TestWorld } from "../support/world.ts";

const UVX: Entry = { command: "uvx", args: ["mcp-server-tern"] };

interface Stage {
  readonly world: TestWorld;
  readonly python: PythonHome;
  /** The environment that uvx made for the server. */
  readonly root: string;
  /** A file among the packages. */
  readonly at: (inner: string) => string;
}

/** `tern` configured, run once by uvx, pinned, and verified once. */
async function stage(entry: Entry = UVX): Promise<Stage & AsyncDisposable> {
  const world = await TestWorld.start();
  const python = new PythonHome(world);
  world.configures({ tern: entry });
  const root = python.caches("tern-environment", TERN, WAVE);
  python.pins(TERN, WAVE);
  const at = (inner: string): string => `${root}/${PACKAGES}/${inner}`;
  const end = (): PromiseLike<void> => world[Symbol.asyncDispose]();
  return { world, python, root, at, [Symbol.asyncDispose]: end };
}

async function errors(world: TestWorld): Promise<readonly Finding[]> {
  const { findings, verdict, exitCode } = await world.judges();
  const found = findings.filter(({ severity }) => severity === "error");
  if (found.length > 0) {
    assert.equal(verdict, "violated");
    assert.equal(exitCode, 1);
  }
  return found;
}

async function errorIds(world: TestWorld): Promise<readonly string[]> {
  return [...new Set((await errors(world)).map(({ ruleId }) => ruleId))];
}

test("an untouched environment matches: no error, and only the next start is open", async () => {
  await using it = await stage();
  const { verdict, findings, checked, exitCode } = await it.world.judges();
  assert.deepEqual(
    findings.map(({ ruleId }) => ruleId),
    ["launcher-unpinned", "floating-launch"],
  );
  assert.equal(verdict, "inconclusive");
  assert.equal(exitCode, 3);
  assert.equal(checked.packages, 2);
});

// 1. Dependencies that float.

test("another version of a dependency is another tree, not tampering", async () => {
  await using it = await stage();
  const newer = { ...WAVE, version: "2.1.0" };
  it.world.disk.remove(it.root);
  it.python.caches("tern-environment", TERN, newer);
  const { verdict, findings } = await it.world.judges();
  assert.equal(verdict, "unlocked");
  const other = findings.find(({ ruleId }) => ruleId === "other-tree");
  assert.match(other?.message ?? "", /wave 2\.1\.0 for 2\.0\.0.*the other 1 are intact/);
});

test("an older environment of another closure is nothing where the pinned one is there too", async () => {
  await using it = await stage();
  it.python.caches("older", TERN, { ...WAVE, version: "1.9.0" });
  const { findings } = await it.world.judges();
  assert.ok(!findings.some(({ ruleId }) => ruleId === "other-tree"));
});

test("a package that nothing asks for is unaccounted for", async () => {
  await using it = await stage();
  it.python.installs(it.root, { name: "evil", version: "1.0", files: { "evil.py": "x\n" } });
  assert.deepEqual(await errorIds(it.world), ["unaccounted-package"]);
});

test("another tree is remembered: a later change of it is an error", async () => {
  await using it = await stage();
  it.world.disk.remove(it.root);
  it.python.caches("tern-environment", TERN, { ...WAVE, version: "2.1.0" });
  assert.deepEqual(await errorIds(it.world), []);
  it.world.plants(it.at("wave/deep.py"), "evil()\n");
  assert.deepEqual(await errorIds(it.world), ["modified-file"]);
});

// 2. The variables of the entry.

for (const [variable, value] of [
  ["UV_EXTRA_INDEX_URL", "https://index.example.com/simple"],
  ["UV_INDEX", "https://index.example.com/simple"],
  ["UV_DEFAULT_INDEX", "https://index.example.com/simple"],
  ["UV_FIND_LINKS", "/srv/wheels"],
  ["UV_CONFIG_FILE", "/srv/uv.toml"],
  ["UV_ENV_FILE", "/srv/.env"],
  ["UV_PYTHON", "/srv/python"],
  ["PYTHONPATH", "/srv/modules"],
  ["PYTHONPYCACHEPREFIX", "/srv/cache"],
] as const)
  test(`the variable ${variable} of an entry is an error`, async () => {
    await using it = await stage({ ...UVX, env: { [variable]: value } });
    const found = await errors(it.world);
    assert.ok(
      found.some(({ message }) => message.includes(variable)),
      `${variable} was not told`,
    );
  });

// 3. A file edited in a cached environment.

test("an edited file of a dependency is named, with what is pinned and what is there", async () => {
  await using it = await stage();
  it.world.plants(it.at("wave/deep.py"), "roar(); evil()\n");
  const [error, ...more] = await errors(it.world);
  assert.deepEqual(more, []);
  assert.equal(error?.ruleId, "modified-file");
  assert.equal(error.location?.file, it.at("wave/deep.py"));
  assert.match(error.pinned ?? "", /^sha256:[0-9a-f]{64}$/);
  assert.match(error.remedy, /uv cache clean/);
});

test("an edited file is an error where no manifest of the wheel is known", async () => {
  await using it = await stage();
  it.world.disk.remove("/home/ada/.local/share/pinfold");
  it.world.plants(it.at("wave/deep.py"), "evil()\n");
  const [error] = await errors(it.world);
  assert.equal(error?.ruleId, "other-bytes");
  assert.match(error.message, /wave 2\.0\.0/);
});

test("an edited file whose line in RECORD was edited as well is an error all the same", async () => {
  await using it = await stage();
  it.world.plants(it.at("wave/deep.py"), "evil()\n");
  const record = it.world.text(it.at("wave-2.0.0.dist-info/RECORD")) ?? "";
  it.world.plants(
    it.at("wave-2.0.0.dist-info/RECORD"),
    record.replace("deep.py,sha256=x,1", "deep.py,sha256=y,7"),
  );
  assert.deepEqual(await errorIds(it.world), ["modified-file"]);
});

test("a file that is shared by two environments names both servers", async () => {
  await using it = await stage();
  it.world.configures({ tern: UVX, skua: { command: "uvx", args: ["mcp-server-skua"] } });
  const other = it.python.caches("skua-environment", SKUA, WAVE);
  it.python.pins(SKUA, WAVE);
  it.world.disk.hardLink(it.at("wave/deep.py"), `${other}/${PACKAGES}/wave/deep.py`, "evil()\n");
  const { servers, exitCode } = await it.world.verifies();
  assert.equal(exitCode, 1);
  for (const { verdict, findings, entry } of servers) {
    assert.equal(verdict, "violated", entry.name);
    const shared = findings.find(({ ruleId }) => ruleId === "shared-archive");
    assert.match(shared?.message ?? "", entry.name === "tern" ? /by skua/ : /by tern/);
  }
});

test("a missing file of a package is named", async () => {
  await using it = await stage();
  it.world.disk.remove(it.at("wave/deep.py"));
  const [error] = await errors(it.world);
  assert.equal(error?.ruleId, "missing-file");
  assert.match(error.message, /wave\/deep\.py/);
});

test("a missing package is named", async () => {
  await using it = await stage();
  it.world.disk.remove(it.at("wave")).remove(it.at("wave-2.0.0.dist-info"));
  assert.deepEqual(await errorIds(it.world), ["missing-file"]);
});

// 4. Extra files.

for (const [name, rule] of [
  ["evil.pth", "startup-hook"],
  ["sitecustomize.py", "startup-hook"],
  ["usercustomize/__init__.py", "startup-hook"],
  ["sitecustomize.cpython-312-x86_64-linux-gnu.so", "startup-hook"],
  ["evil.py", "added-file"],
  ["wave/evil.py", "added-file"],
  ["wave/__init__.pyc", "added-file"],
] as const)
  test(`${name} among the packages is an error of ${rule}`, async () => {
    await using it = await stage();
    it.world.plants(it.at(name), "import evil\n");
    const [error] = await errors(it.world);
    assert.equal(error?.ruleId, rule);
    assert.equal(error.location?.file, it.at(name));
  });

test("a hook that a package's RECORD claims is an error of its own", async () => {
  await using it = await stage();
  const record = it.at("wave-2.0.0.dist-info/RECORD");
  it.world.plants(record, `${it.world.text(record) ?? ""}evil.pth,sha256=x,1\n`);
  it.world.plants(it.at("evil.pth"), "import evil\n");
  assert.deepEqual(await errorIds(it.world), ["startup-hook"]);
});

for (const name of ["wave.py", "wave/__init__.py", "sitecustomize.py", "helper"])
  test(`${name} beside the programs is an error`, async () => {
    await using it = await stage();
    it.world.plants(`${it.root}/bin/${name}`, "evil()\n");
    assert.deepEqual(await errorIds(it.world), ["module-beside-scripts"]);
  });

test("a file at the top of an environment is an error", async () => {
  await using it = await stage();
  it.world.plants(`${it.root}/lib/python3.12/evil.py`, "evil()\n");
  assert.deepEqual(await errorIds(it.world), ["added-file"]);
});

for (const [what, edit] of [
  ["one more line", (text: string) => `${text}import evil\n`],
  ["another module", (text: string) => text.replace("from mcp_server_tern", "from evil")],
  ["another Python", () => uvScript("mcp_server_tern:main").replace("/'python'", "/'../../evil'")],
] as const)
  test(`a program with ${what} is an error`, async () => {
    await using it = await stage();
    const path = `${it.root}/bin/mcp-server-tern`;
    it.world.plants(path, edit(it.world.text(path) ?? ""));
    assert.deepEqual(await errorIds(it.world), ["changed-script"]);
  });

test("a program that was removed is told", async () => {
  await using it = await stage();
  it.world.disk.remove(`${it.root}/bin/mcp-server-tern`);
  assert.deepEqual(await errorIds(it.world), ["changed-script"]);
});

// 5. Compiled files.

const CACHED = "wave/__pycache__/deep.cpython-312.pyc";

test("compiled files that fit their source are said not to have been compared", async () => {
  await using it = await stage();
  it.world.disk.file(it.at(CACHED), compiled("roar()\n"));
  const { findings, verdict } = await it.world.judges();
  assert.equal(verdict, "inconclusive");
  assert.ok(findings.some(({ ruleId }) => ruleId === "bytecode-unchecked"));
});

for (const [what, bytes] of [
  ["that is run unchecked", compiled("roar()\n", { flags: 1 })],
  ["of another time", compiled("roar()\n", { modified: 1 })],
  ["of another size", compiled("evil()")],
  ["without a header", Buffer.from("evil")],
] as const)
  test(`a compiled file ${what} is an error`, async () => {
    await using it = await stage();
    it.world.disk.file(it.at(CACHED), bytes);
    assert.deepEqual(await errorIds(it.world), ["foreign-bytecode"]);
  });

test("a compiled file without a source is an error", async () => {
  await using it = await stage();
  it.world.disk.file(it.at("wave/__pycache__/evil.cpython-312.pyc"), compiled("x"));
  assert.deepEqual(await errorIds(it.world), ["foreign-bytecode"]);
});

test("another compiled file under the same header is an error once the first was seen", async () => {
  await using it = await stage();
  it.world.disk.file(it.at(CACHED), compiled("roar()\n"));
  assert.deepEqual(await errorIds(it.world), []);
  it.world.disk.file(it.at(CACHED), compiled("roar()\n", { body: "evil" }));
  assert.deepEqual(await errorIds(it.world), ["foreign-bytecode"]);
});

// 6. Links.

test("an environment that leads out of the cache is an error, and is not read", async () => {
  await using it = await stage();
  it.world.disk.move(it.root, "/srv/evil");
  const link = `${CACHE}/environments-v2/8b0cbae4892decd7/tern-environment`;
  it.world.disk.remove(link).link(link, "/srv/evil");
  const [error] = await errors(it.world);
  assert.equal(error?.ruleId, "outside-link");
  assert.equal(error.location?.file, link);
  assert.equal(error.wouldRun, "/srv/evil");
});

test("a Python that is not the one of pyvenv.cfg is an error", async () => {
  await using it = await stage();
  it.world.disk.file("/srv/python", "evil", { mode: 0o755 });
  it.world.disk.remove(`${it.root}/bin/python`).link(`${it.root}/bin/python`, "/srv/python");
  assert.deepEqual(await errorIds(it.world), ["outside-link"]);
});

test("a file in place of the link to Python is an error", async () => {
  await using it = await stage();
  it.world.disk.remove(`${it.root}/bin/python`).file(`${it.root}/bin/python`, "evil");
  assert.deepEqual(await errorIds(it.world), ["outside-link", "module-beside-scripts"]);
});

test("a package that is a link to elsewhere is an error", async () => {
  await using it = await stage();
  it.world.disk.move(it.at("wave"), "/srv/wave").link(it.at("wave"), "/srv/wave");
  assert.ok((await errorIds(it.world)).includes("outside-link"));
});

// 7. The working directory.

const MODULE: Entry = {
  command: "/home/ada/venv/bin/python",
  args: ["-m", "mcp_server_tern"],
};

test("a venv that python -m starts from is judged, and resolves nothing", async () => {
  await using it = await stage(MODULE);
  it.python.makes("/home/ada/venv", TERN, WAVE);
  const { findings, verdict } = await it.world.judges();
  assert.deepEqual(
    findings.map(({ ruleId }) => ruleId),
    ["launcher-unpinned"],
  );
  assert.equal(verdict, "verified");
});

for (const name of ["wave.py", "wave/__init__.py", "mcp_server_tern/__init__.py"])
  test(`${name} in the working directory is imported by python -m, and an error`, async () => {
    await using it = await stage({ ...MODULE, cwd: "/home/ada/work" });
    it.python.makes("/home/ada/venv", TERN, WAVE);
    it.world.plants(`/home/ada/work/${name}`, "evil()\n");
    assert.deepEqual(await errorIds(it.world), ["module-in-working-folder"]);
  });

for (const [name, isWrong] of [
  ["asyncio.py", true],
  ["json/__init__.py", true],
  ["json/data.json", false],
  ["email", false],
] as const)
  test(`${name} of Python's own names in the working directory is ${isWrong ? "an error" : "nothing"}`, async () => {
    await using it = await stage({ ...MODULE, cwd: "/home/ada/work" });
    it.python.makes("/home/ada/venv", TERN, WAVE);
    it.world.plants(`/home/ada/work/${name}`, "evil()\n");
    assert.deepEqual(await errorIds(it.world), isWrong ? ["module-in-working-folder"] : []);
  });

// 8. The interpreter, and what the configuration makes of it.

for (const [what, edit] of [
  ["another home", (text: string) => text.replace("/usr/bin", "/srv/python/bin")],
  ["the system's packages", (text: string) => text.replace("= false", "= true")],
  ["no home", (text: string) => text.replace("home = /usr/bin\n", "")],
  ["a second home", (text: string) => `${text}home = /usr/bin\n`],
] as const)
  test(`a pyvenv.cfg with ${what} is an error`, async () => {
    await using it = await stage();
    const path = `${it.root}/pyvenv.cfg`;
    it.world.plants(path, edit(it.world.text(path) ?? ""));
    const ids = await errorIds(it.world);
    assert.ok(
      ids.includes("environment-configuration") || ids.includes("outside-link"),
      String(ids),
    );
  });

test("a Python that leads to another program of its folder is an error", async () => {
  await using it = await stage();
  it.world.disk.file("/usr/bin/sh", "\u007fELF sh", { mode: 0o755 });
  for (const name of ["python", "python3"])
    it.world.disk.link(`${it.root}/bin/${name}`, "/usr/bin/sh");
  assert.deepEqual(await errorIds(it.world), ["outside-link"]);
});

// Broken environments.

test("an environment without pyvenv.cfg is no clean answer", async () => {
  await using it = await stage();
  it.world.disk.remove(`${it.root}/pyvenv.cfg`);
  const { verdict, findings } = await it.world.judges();
  assert.notEqual(verdict, "verified");
  assert.ok(findings.some(({ ruleId }) => ruleId === "unreadable-tree"));
});

test("an environment whose descriptions are gone is no clean answer", async () => {
  await using it = await stage();
  it.world.disk.remove(it.at("wave-2.0.0.dist-info/RECORD"));
  assert.notDeepEqual(await errorIds(it.world), []);
});

test("a half-deleted environment is no clean answer", async () => {
  await using it = await stage();
  it.world.disk.remove(`${it.root}/lib`);
  const { verdict, findings } = await it.world.judges();
  assert.notEqual(verdict, "verified");
  assert.ok(findings.some(({ ruleId }) => ruleId === "not-installed"));
});

test("a link of the cache that leads nowhere is as good as none", async () => {
  await using it = await stage();
  it.world.disk.remove(it.root);
  const { verdict, findings } = await it.world.judges();
  assert.equal(verdict, "inconclusive");
  assert.ok(findings.some(({ ruleId }) => ruleId === "not-installed"));
});

test("a folder that cannot be read is no clean answer", async () => {
  await using it = await stage();
  it.world.disk.fail(it.at("wave/deep.py"));
  const { verdict, findings } = await it.world.judges();
  assert.notEqual(verdict, "verified");
  assert.ok(findings.some(({ ruleId }) => ruleId === "unreadable-tree"));
});

test("a FIFO in an environment is told, and never waited for", async () => {
  await using it = await stage();
  it.world.disk.fifo(it.at("wave/pipe"));
  assert.deepEqual(await errorIds(it.world), ["added-file"]);
});
