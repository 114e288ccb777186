import assert from "node:assert/strict";
import { test } from "node:test";

import type { Finding } from "../../src/model/finding.ts";
import { compiled, PACKAGES, TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage, UVX } from "../support/python-stage.ts";
import type { Entry } from "../support/world.ts";

/** `tern` locked, and started once by uvx. */
async function locked(entry: Entry = UVX): Promise<PythonStage & { readonly root: string }> {
  const it = await stage(entry);
  const root = it.python.caches("tern-environment", TERN, WAVE);
  assert.ok(await it.world.locks(), it.world.err);
  return { ...it, root };
}

async function asked({ world }: PythonStage) {
  const { servers, exitCode } = await world.asks();
  const [server] = servers;
  assert.ok(server !== undefined && servers.length === 1);
  const { findings, verdict } = server;
  const rules = findings.map(({ ruleId }) => ruleId);
  const of = (ruleId: string): Finding | undefined =>
    findings.find((finding) => finding.ruleId === ruleId);
  return { verdict, exitCode, rules, of };
}

test("an untouched environment matches offline, and is verified where nothing moved", async () => {
  await using it = await locked();
  const { verdict } = await it.world.judges();
  assert.equal(verdict, "inconclusive");
  const online = await asked(it);
  assert.deepEqual([online.verdict, online.exitCode, online.rules], ["verified", 0, []]);
});

test("a dependency that moved is an unvetted update, though the entry is exact", async () => {
  await using it = await locked({ command: "uvx", args: ["mcp-server-tern@1.4.0"] });
  it.index.publish({ ...WAVE, version: "2.1.0", requires: ["spray"] });
  it.index.publish({ name: "spray", version: "0.1.0", files: { "spray.py": "" } });
  const { verdict, exitCode, of } = await asked(it);
  assert.deepEqual([verdict, exitCode], ["violated", 1]);
  assert.match(
    of("unvetted-update")?.message ?? "",
    /mcp-server-tern 1\.4\.0 with other dependencies.*moves 1 dependency \(wave 2\.0\.0 to 2\.1\.0\), adds spray 0\.1\.0/,
  );
});

test("a newer version of the server is named with what comes with it", async () => {
  await using it = await locked();
  it.index.publish({ ...TERN, version: "1.5.0", requires: [] }, { at: "2026-11-22T18:00:00Z" });
  const { verdict, of } = await asked(it);
  assert.equal(verdict, "violated");
  assert.match(
    of("unvetted-update")?.message ?? "",
    /the next start runs mcp-server-tern 1\.5\.0, pinned 1\.4\.0; published 2 h ago; .*drops wave 2\.0\.0/,
  );
});

test("a version that was yanked, so that an older one is next, is an error", async () => {
  await using it = await locked();
  it.index.publish({ ...TERN, version: "1.3.0" });
  it.index.yank("mcp-server-tern==1.4.0", "steals");
  const { verdict, of } = await asked(it);
  assert.equal(verdict, "violated");
  assert.notEqual(of("downgraded-tag"), undefined);
});

test("a yanked dependency is told with its authors' reason", async () => {
  await using it = await locked({ command: "uvx", args: ["mcp-server-tern"] });
  it.resolver.keepsYanked = true;
  it.index.yank("wave==2.0.0", "breaks the sea\u001b[2J");
  const { verdict, of } = await asked(it);
  assert.match(of("yanked-version")?.message ?? "", /wave 2\.0\.0 was taken back.*breaks the sea/);
  assert.equal(verdict, "verified");
});

test("a quarantined project is an error, an archived one a note", async () => {
  await using it = await locked();
  it.index.sets("wave", "archived");
  const first = await asked(it);
  assert.deepEqual([first.verdict, first.rules], ["verified", ["archived-project"]]);
  it.index.sets("wave", "quarantined", "malware");
  const second = await asked(it);
  assert.equal(second.verdict, "violated");
  assert.match(second.of("quarantined-project")?.message ?? "", /wave.*malware/);
});

test("what an index does not say is unknown, and nothing is told of it", async () => {
  await using it = await locked();
  it.index.speaksJson = false;
  const { verdict, rules } = await asked(it);
  assert.deepEqual([verdict, rules], ["verified", []]);
});

test("other bytes under a pinned name are told for a dependency too", async () => {
  await using it = await locked();
  it.index.replace("wave", { ...WAVE, files: { "wave/__init__.py": "evil()" } });
  const { verdict, of } = await asked(it);
  assert.equal(verdict, "violated");
  assert.match(of("republished-version")?.message ?? "", /wave 2\.0\.0/);
});

for (const [what, does] of [
  ["does not answer", ({ index }: PythonStage) => index.remove("mcp-server-tern")],
  [
    "is not asked, since uv is another one than the pinned",
    ({ world }: PythonStage) => void world.disk.file("/usr/bin/uv", "evil", { mode: 0o755 }),
  ],
] as const)
  test(`an index that ${what} leaves it open`, async () => {
    await using it = await locked();
    does(it);
    const { verdict, rules } = await asked(it);
    assert.ok(rules.includes("registry-silent"), String(rules));
    assert.notEqual(verdict, "verified");
  });

test("an environment that is started as it is resolves nothing, and is verified", async () => {
  const entry = { command: "/home/ada/venv/bin/python", args: ["-m", "mcp_server_tern"] };
  await using it = await stage(entry);
  it.python.makes("/home/ada/venv", TERN, WAVE);
  assert.ok(await it.world.locks(), it.world.err);
  it.index.publish({ ...WAVE, version: "2.1.0" });
  const { verdict, rules } = await asked(it);
  assert.deepEqual([verdict, rules], ["verified", []]);
});

// Compiled files.

const CACHED = "wave/__pycache__/deep.cpython-312.pyc";

test("compiled files that came after the lock are compared online, once", async () => {
  await using it = await locked();
  const path = `${it.root}/${PACKAGES}/${CACHED}`;
  it.world.disk.file(path, compiled("roar()\n"));
  assert.ok(
    (await it.world.judges()).findings.some(({ ruleId }) => ruleId === "bytecode-unchecked"),
  );
  assert.equal((await asked(it)).verdict, "verified");
  const { findings } = await it.world.judges();
  assert.ok(!findings.some(({ ruleId }) => ruleId === "bytecode-unchecked"));
});

test("a compiled file that is not what its source compiles to is an error at first sight", async () => {
  await using it = await locked();
  const path = `${it.root}/${PACKAGES}/${CACHED}`;
  it.world.disk.file(path, compiled("roar()\n", { body: "evil" }));
  const { verdict, of } = await asked(it);
  assert.equal(verdict, "violated");
  assert.match(of("foreign-bytecode")?.message ?? "", /not what its source compiles to/);
});

test("no Python is started whose chain is not the pinned one", async () => {
  await using it = await locked();
  it.world.disk.file(`${it.root}/${PACKAGES}/${CACHED}`, compiled("roar()\n"));
  let started = 0;
  it.world.pythonCompiler = {
    compare: () => {
      started += 1;
      return Promise.resolve({ right: new Set(), wrong: new Set() });
    },
  };
  it.world.disk.file("/usr/bin/python3.12", "\u007fELF evil", { mode: 0o755 });
  await asked(it);
  assert.equal(started, 0);
});
