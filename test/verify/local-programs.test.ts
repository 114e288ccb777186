import assert from "node:assert/strict";
import { test } from "node:test";

import { type Entry, rulesOf, TestWorld } from "../support/world.ts";

const SRV = "/home/ada/srv";
const TEAM = "/home/ada/team/lockfiles";
const ELF = "\u007fELF\u0000";

const script: Entry = { command: "node", args: [`${SRV}/dist/index.js`] };
const binary: Entry = { command: "/home/ada/bin/tide-mcp", args: ["stdio"] };

/** A project with a dependency, and a binary; nothing is locked. */
async function programs(entry: Entry): Promise<TestWorld> {
  return TestWorld.start((world) => {
    world.disk.file("/home/ada/bin/tide-mcp", `${ELF}tide`, { mode: 0o755 });
    world
      .plants(
        `${SRV}/package.json`,
        '{"name":"srv","version":"1.0.0","dependencies":{"wave":"1","reef":"1"}}',
      )
      .plants(`${SRV}/dist/index.js`, 'require("wave");\n')
      .plants(`${SRV}/node_modules/wave/package.json`, '{"name":"wave","version":"1.0.0"}')
      .plants(`${SRV}/node_modules/wave/index.js`, "exports.x = 1;\n")
      .plants(`${SRV}/.git/HEAD`, "ref: refs/heads/main\n")
      .configures({ tide: entry });
  });
}

async function locked(entry: Entry): Promise<TestWorld> {
  const world = await programs(entry);
  assert.ok(await world.locks(), world.err);
  return world;
}

test("a script without a pin is unlocked, and verified once it is pinned", async () => {
  await using world = await programs(script);
  const before = await world.judges();
  assert.equal(before.verdict, "unlocked");
  assert.match(before.reason ?? "", /no pin for executable:srv/);
  assert.ok(await world.locks(), world.err);
  assert.match(world.out, /script +~\/srv\/dist\/index\.js/);
  const after = await world.judges();
  assert.deepEqual(after.findings, []);
  assert.equal(after.verdict, "verified");
  assert.equal(after.checked.files, 5);
});

const attacks: readonly {
  readonly title: string;
  readonly entry: Entry;
  readonly rule: string;
  readonly file: string;
  readonly does: (world: TestWorld) => unknown;
}[] = [
  {
    title: "an edited script",
    entry: script,
    rule: "changed-launcher",
    file: `${SRV}/dist/index.js`,
    does: (world) => world.plants(`${SRV}/dist/index.js`, "evil();\n"),
  },
  {
    title: "an edited dependency of a script",
    entry: script,
    rule: "changed-launcher-code",
    file: `${SRV}/node_modules/wave/index.js`,
    does: (world) => world.plants(`${SRV}/node_modules/wave/index.js`, "exports.x = 2;\n"),
  },
  {
    title: "a file added to a script's folder",
    entry: script,
    rule: "changed-launcher-code",
    file: `${SRV}/node_modules/wave/index.json`,
    does: (world) => world.plants(`${SRV}/node_modules/wave/index.json`, "{}"),
  },
  {
    title: "a package that the script lacks, above its folder",
    entry: script,
    rule: "changed-launcher-code",
    file: "/home/ada/node_modules",
    does: (world) => world.shadow("reef"),
  },
  {
    title: "a link in the project that leads to a changed folder outside",
    entry: script,
    rule: "changed-launcher-code",
    file: "/home/ada/shared/pearl/index.js",
    does: (world) => world.plants("/home/ada/shared/pearl/index.js", "evil();\n"),
  },
  {
    title: "a replaced binary",
    entry: binary,
    rule: "changed-launcher",
    file: "/home/ada/bin/tide-mcp",
    does: (world) => world.disk.file("/home/ada/bin/tide-mcp", `${ELF}evil`, { mode: 0o755 }),
  },
  {
    title: "a binary that is a script now",
    entry: binary,
    rule: "changed-launcher",
    file: "/home/ada/bin/tide-mcp",
    does: (world) =>
      world.disk.file("/home/ada/bin/tide-mcp", "#!/bin/sh\nevil\n", { mode: 0o755 }),
  },
];

for (const { title, entry, rule, file, does } of attacks) {
  test(`${title} is named`, async () => {
    await using world = await programs(entry);
    world.plants("/home/ada/shared/pearl/index.js", "exports.y = 1;\n");
    world.disk.link(`${SRV}/node_modules/pearl`, "/home/ada/shared/pearl");
    assert.ok(await world.locks(), world.err);
    assert.equal((await world.judges()).verdict, "verified");
    does(world);
    const server = await world.judges();
    assert.equal(server.verdict, "violated");
    assert.equal(server.exitCode, 1);
    const found = server.findings.find(({ ruleId }) => ruleId === rule);
    assert.equal(found?.location?.file, file, JSON.stringify(server.findings));
  });
}

test("history, logs and a package that nobody asks for are no alarm", async () => {
  await using world = await locked(script);
  world
    .plants(`${SRV}/.git/HEAD`, "ref: refs/heads/next\n")
    .plants(`${SRV}/server.log`, "started\n")
    .shadow("fog");
  assert.equal((await world.judges()).verdict, "verified");
});

test("a script that another language runs, or that stands in the home folder, is never clean", async () => {
  await using python = await programs({ command: "python3", args: ["/home/ada/py/server.py"] });
  python.plants("/home/ada/py/server.py", "print(1)\n");
  python.disk.file("/usr/bin/python3", `${ELF}python`, { mode: 0o755 });
  assert.ok(await python.locks(), python.err);
  const server = await python.judges();
  assert.equal(server.verdict, "inconclusive");
  assert.deepEqual(rulesOf(server), ["uncovered-code"]);

  await using home = await programs({ command: "node", args: ["/home/ada/server.js"] });
  home.plants("/home/ada/server.js", "1;\n");
  assert.ok(await home.locks(), home.err);
  assert.deepEqual(rulesOf(await home.judges()), ["uncovered-code"]);
});

test("a script at an unknown place is not judged, and cannot be pinned", async () => {
  await using world = await programs({ command: "node", args: ["dist/index.js"] });
  const server = await world.judges();
  assert.equal(server.verdict, "inconclusive");
  assert.match(server.reason ?? "", /unknown working directory/);
  assert.equal(await world.locks(), false);
});

test("a team's lockfile has the digests of each platform, and judges without a machine pin", async () => {
  await using world = await programs(script);
  assert.ok(await world.locks({ scope: { lockfiles: TEAM } }), world.err);
  const file = `${TEAM}/executable/srv.json`;
  const text = world.text(file) ?? "";
  assert.match(text, /"subject": "pkg:generic\/srv"/);
  assert.match(text, /"linux-x64": \{ "code": \{ "\.\.": "h1:/);
  assert.ok(!text.includes("/home/"), text);

  await using colleague = await programs(script);
  colleague.plants(file, text);
  const same = await colleague.judges({ lockfiles: TEAM });
  assert.equal(same.verdict, "verified");
  assert.deepEqual(rulesOf(same), ["launcher-unpinned"]);
  colleague.plants(`${SRV}/node_modules/wave/index.js`, "evil();\n");
  const other = await colleague.judges({ lockfiles: TEAM });
  assert.equal(other.verdict, "violated");
  assert.deepEqual(rulesOf(other), ["changed-program", "launcher-unpinned"]);
  assert.equal(other.findings[0]?.location?.file, SRV);

  colleague.plants(file, text.replace("linux-x64", "darwin-arm64"));
  assert.equal((await colleague.judges({ lockfiles: TEAM })).verdict, "inconclusive");
});

test("a lockfile that is gone after it was pinned is lost protection", async () => {
  await using world = await programs(binary);
  assert.ok(await world.locks({ scope: { lockfiles: TEAM } }), world.err);
  assert.equal((await world.judges({ lockfiles: TEAM })).verdict, "verified");
  world.removes(`${TEAM}/executable/tide-mcp.json`);
  const server = await world.judges({ lockfiles: TEAM });
  assert.deepEqual(rulesOf(server), ["protection-lost"]);
});

test("a server that now is another program lost no protection of that one's: it was swapped", async () => {
  await using world = await programs(binary);
  assert.ok(await world.locks({ scope: { lockfiles: TEAM } }), world.err);
  world.configures({ tide: script });
  const server = await world.judges({ lockfiles: TEAM });
  assert.ok(rulesOf(server).includes("changed-server"), rulesOf(server).join());
  assert.ok(!rulesOf(server).includes("protection-lost"), rulesOf(server).join());
  assert.equal(server.verdict, "violated");
});

test("another build is not pinned over the one that is there", async () => {
  await using world = await programs(binary);
  assert.ok(await world.locks({ scope: { lockfiles: TEAM } }), world.err);
  await using colleague = await programs(binary);
  colleague.plants(
    `${TEAM}/executable/tide-mcp.json`,
    world.text(`${TEAM}/executable/tide-mcp.json`) ?? "",
  );
  colleague.disk.file("/home/ada/bin/tide-mcp", `${ELF}other`, { mode: 0o755 });
  assert.equal(await colleague.locks({ scope: { lockfiles: TEAM } }), false);
  assert.match(colleague.err, /existing pins stay/);
});
