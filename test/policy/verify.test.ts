import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { gullIsLocked, publishGull } from "../support/gull.ts";
import { npx, rulesOf, TestWorld } from "../support/world.ts";

const PERSONAL = "~/.config/pinfold/lockfiles/policy.json";
const SYSTEM = "/etc/pinfold/policy.json";
const end = { reason: "looked at", until: "2026-12-31" };

function demands(world: TestWorld, file: string, policy: object): TestWorld {
  return world.plants(file, JSON.stringify({ policyVersion: 1, ...policy }, null, 1));
}

/** A server whose installed tree is another one than the pinned one. */
async function otherTree(): Promise<TestWorld> {
  const world = await gullIsLocked();
  world.registry.publish({ name: "wave", version: "2.0.9", bin: "cli.js" }, { "cli.js": "" });
  world.removes(world.tree);
  world.removes("/home/ada/.local/state/pinfold/baselines");
  world.removes("/home/ada/.local/state/pinfold/audit");
  world.installs("gull@1.0.0");
  return world;
}

suite("another tree", () => {
  test("has a digest, and a policy that excepts it accepts the server until its day", async () => {
    await using world = await otherTree();
    const before = await world.judges();
    assert.equal(before.verdict, "unlocked");
    const { observed } = before.findings.find(({ ruleId }) => ruleId === "other-tree") ?? {};
    assert.match(observed ?? "", /^sha256:[0-9a-f]{64}$/);
    const exception = { rule: "other-tree", subject: "pkg:npm/gull", observed, ...end };
    demands(world, PERSONAL, { exceptions: [exception] });
    const after = await world.judges();
    assert.deepEqual([after.verdict, after.exitCode], ["accepted", 0]);
    assert.match(after.reason ?? "", /excepted until 2026-12-31 by .*policy\.json:4: looked at/);
    demands(world, PERSONAL, { exceptions: [{ ...exception, until: "2026-11-21" }] });
    const ended = await world.judges();
    assert.equal(ended.verdict, "unlocked");
    assert.match(ended.reason ?? "", /the exception of .*policy\.json:4 ended on 2026-11-21/);
  });

  test("that changes after it was excepted is not covered", async () => {
    await using world = await otherTree();
    const { findings } = await world.judges();
    const { observed } = findings.find(({ ruleId }) => ruleId === "other-tree") ?? {};
    demands(world, PERSONAL, {
      exceptions: [{ rule: "other-tree", subject: "pkg:npm/gull", observed, ...end }],
    });
    world.edits("node_modules/wave/cli.js", "evil();\n");
    assert.equal((await world.judges()).verdict, "violated");
  });

  test("is an error where a policy wants the pinned one, with the line to add", async () => {
    await using world = await otherTree();
    demands(world, PERSONAL, { tree: "exact" });
    const { verdict, findings } = await world.judges();
    assert.equal(verdict, "violated");
    const finding = findings.find(({ ruleId }) => ruleId === "other-tree");
    assert.match(finding?.message ?? "", /policy\.json:3 demands the pinned tree$/);
    assert.match(
      finding?.remedy ?? "",
      /add to "exceptions" in .*"rule":"other-tree","subject":"pkg:npm\/gull"/,
    );
    const [, line = ""] = /(\{"rule".*\})$/.exec(finding?.remedy ?? "") ?? [];
    const exception = { ...(JSON.parse(line) as object), ...end };
    demands(world, PERSONAL, { tree: "exact", exceptions: [exception] });
    assert.equal((await world.judges()).verdict, "accepted");
    demands(world, SYSTEM, { tree: "exact" });
    assert.equal((await world.judges()).verdict, "violated", "an overlay wants it too");
  });
});

test("a policy that was in force and is gone is an error, and nothing is pinned without it", async () => {
  await using world = await gullIsLocked();
  demands(world, PERSONAL, { tree: "exact" });
  assert.equal((await world.judges()).verdict, "verified");
  world.removes("/home/ada/.config/pinfold/lockfiles/policy.json");
  const { verdict, findings } = await world.judges();
  assert.equal(verdict, "violated");
  assert.match(
    findings[0]?.message ?? "",
    /policy\.json was in force on this machine, and is gone/,
  );
  await assert.rejects(world.locks(), { code: "refused" });
  await assert.rejects(world.updates({ isYes: true }), { code: "refused" });
  demands(world, PERSONAL, {});
  assert.equal((await world.judges()).verdict, "verified");
});

test("the policy of a directory into which a pin is locked is adopted with it, and held to its bytes", async () => {
  const team = "/srv/shop/lockfiles";
  await using world = await TestWorld.start(async (fresh) => {
    publishGull(fresh);
    fresh.configures({ gull: npx("gull@1.0.0") });
    fresh.installs("gull@1.0.0");
    fresh.plants(`${team}/policy.json`, '{"policyVersion":1,"sources":["registry"]}');
    assert.ok(await fresh.locks({ scope: { lockfiles: team } }), fresh.err);
  });
  assert.equal((await world.judges()).verdict, "verified");

  world.plants(`${team}/policy.json`, '{"policyVersion":1,"sources":["git"]}');
  assert.equal((await world.judges()).verdict, "verified", "until sync shows it");
  assert.equal((await world.judges({ lockfiles: team })).verdict, "violated");
  world.removes(`${team}/policy.json`);
  assert.equal((await world.judges()).verdict, "verified");

  const adopted = "/home/ada/.local/state/pinfold/adopted";
  const [snapshot] = world.disk.list(adopted)?.filter(({ kind }) => kind === "folder") ?? [];
  world.plants(`${adopted}/${snapshot?.name ?? ""}/policy.json`, '{"policyVersion":1}');
  const { verdict, findings } = await world.judges();
  assert.deepEqual([verdict, findings[0]?.ruleId], ["violated", "protection-lost"]);
});

test("a policy that a directory got after it was adopted is not missed before it is adopted too", async () => {
  const team = "/srv/shop/lockfiles";
  await using world = await TestWorld.start(async (fresh) => {
    publishGull(fresh);
    fresh.configures({ gull: npx("gull@1.0.0") });
    fresh.installs("gull@1.0.0");
    assert.ok(await fresh.locks({ scope: { lockfiles: team } }), fresh.err);
  });
  world.plants(`${team}/policy.json`, '{"policyVersion":1,"tree":"exact"}');
  assert.equal((await world.judges({ lockfiles: team })).verdict, "verified");
  assert.equal((await world.judges()).verdict, "verified");
  world.removes(`${team}/policy.json`);
  assert.equal((await world.judges({ lockfiles: team })).verdict, "violated");
});

test("a demand that nothing here knows is named wherever the policy counts", async () => {
  await using world = await gullIsLocked();
  world.plants(PERSONAL, '{"policyVersion":1,\n "instalScripts":"deny"}');
  const { fileFindings, exitCode } = await world.verifies();
  assert.deepEqual(
    fileFindings.map(({ ruleId, severity, location }) => [ruleId, severity, location?.line]),
    [["unknown-policy-field", "warning", 2]],
  );
  assert.equal(exitCode, 0);
  world.err = "";
  await world.updates({ isCheck: true });
  assert.match(world.err, /policy\.json:2: "instalScripts" is no field of a policy/);
});

test("a policy that cannot be used is wrong use: nothing is judged without it", async () => {
  await using world = await gullIsLocked();
  world.plants(PERSONAL, '{"policyVersion":1,"tree":"exakt"}');
  await assert.rejects(world.judges(), { code: "usage" });
});

test("an install script that was approved is an error where a policy denies it", async () => {
  await using world = await TestWorld.start(async (fresh) => {
    fresh.configures({ tide: npx("tide@1.0.0") });
    fresh.installs("tide@1.0.0");
    assert.ok(await fresh.locks({ allowScripts: ["tide"] }), fresh.err);
  });
  assert.equal((await world.judges()).verdict, "verified");
  demands(world, SYSTEM, { installScripts: "deny" });
  const { verdict, findings } = await world.judges();
  assert.equal(verdict, "violated");
  assert.deepEqual(findings[0]?.ruleId, "denied-install-script");
  assert.deepEqual(findings[0].location, { file: SYSTEM, line: 3, column: 2 });
});

test("a program of the disk is denied where a policy lists registries alone", async () => {
  await using world = await TestWorld.start(async (fresh) => {
    fresh.disk.file("/home/ada/bin/tide-mcp", "\u007fELF\u0000tide", { mode: 0o755 });
    fresh.configures({ tide: { command: "/home/ada/bin/tide-mcp" } });
    assert.ok(await fresh.locks(), fresh.err);
  });
  assert.equal((await world.judges()).verdict, "verified");
  demands(world, PERSONAL, { sources: ["registry", "git"] });
  const { verdict, reason } = await world.judges();
  assert.equal(verdict, "violated");
  assert.match(reason ?? "", /^tide-mcp comes from the disk, which is none of the sources of /);
});

suite("entries that cannot be pinned", () => {
  const linear = { url: "https://mcp.linear.test/sse" };
  const accepted = (entry: string, until = end.until) => ({
    accepted: [{ entry, reason: "vendor contract", until }],
  });
  const judged = async (entry: object, policy: object) => {
    await using world = await TestWorld.start();
    world.configures({ linear: { ...entry } });
    demands(world, PERSONAL, policy);
    return await world.judges();
  };

  test("are accepted by a pattern until its day, and the finding names the line", async () => {
    const pattern = accepted("remote:https://mcp.linear.test/*");
    const { verdict, exitCode, findings } = await judged(linear, pattern);
    assert.deepEqual([verdict, exitCode], ["accepted", 0]);
    assert.match(
      findings[0]?.message ?? "",
      /^accepted until 2026-12-31 by .*policy\.json:4: vendor contract$/,
    );
    const ended = await judged(linear, accepted("remote:https://mcp.linear.test/*", "2026-11-21"));
    assert.equal(ended.verdict, "inconclusive");
    assert.ok(rulesOf(ended).includes("ended-acceptance"));
  });

  test("are not where the address is another, or where a bridge is not pinned", async () => {
    const pattern = accepted("remote:https://mcp.linear.test/*");
    const other = await judged({ url: "https://mcp.linear.test.evil.test/" }, pattern);
    assert.equal(other.verdict, "inconclusive");
    const bridge = await judged(npx("mcp-remote@1.0.0", "https://mcp.linear.test/sse"), pattern);
    assert.notEqual(bridge.verdict, "accepted");
  });

  test("a command line is accepted as a whole, and not with a variable that changes what runs", async () => {
    const entry = { command: "npx", args: ["--node-arg=--inspect", "gull"] };
    const line = accepted("opaque:npx --node-arg=--inspect gull");
    assert.equal((await judged(entry, {})).verdict, "inconclusive");
    assert.equal((await judged(entry, line)).verdict, "accepted");
    const longer = { ...entry, args: [...entry.args, "--evil"] };
    assert.equal((await judged(longer, line)).verdict, "inconclusive");
    const preload = { ...entry, env: { NODE_OPTIONS: "--require /tmp/evil.js" } };
    assert.notEqual((await judged(preload, line)).verdict, "accepted");
    const moved = { ...entry, cwd: "/tmp" };
    assert.notEqual((await judged(moved, line)).verdict, "accepted");
  });
});
