import assert from "node:assert/strict";
import { test } from "node:test";

import { placesOf, sarifRun } from "../support/sarif.ts";
import { gullIsLocked } from "../support/gull.ts";
import type { TestWorld } from "../support/world.ts";

const LOCKFILE = "~/.config/pinfold/lockfiles/npm/gull.json";
const POLICY = "~/.config/pinfold/lockfiles/policy.json";

/** `lock --check`: the exit code, and each problem as `rule:line`. */
async function checked(world: TestWorld): Promise<readonly [number, readonly string[]]> {
  world.out = "";
  const code = await world.checks({ format: "json" });
  const { problems } = JSON.parse(world.out) as {
    readonly problems: readonly { readonly rule: string; readonly line?: number }[];
  };
  return [code, problems.map(({ rule, line }) => `${rule}${line === undefined ? "" : `:${line}`}`)];
}

test("lockfiles as they were written are clean", async () => {
  await using world = await gullIsLocked();
  assert.deepEqual(await checked(world), [0, []]);
});

for (const [rule, put] of [
  ["unusable-lockfile", (text: string) => text.slice(1)],
  ["noncanonical-lockfile", (text: string) => `${text}\n`],
  [
    "inconsistent-lockfile",
    (text: string) => text.replace('"version": "1.0.0"', '"version": "1.0.1"'),
  ],
] as const)
  test(`${rule} is named`, async () => {
    await using world = await gullIsLocked();
    world.plants(LOCKFILE, put(world.text(LOCKFILE) ?? ""));
    assert.deepEqual(await checked(world), [1, [rule]]);
  });

test("unknown-policy-field: what a policy says and nothing knows is named with its line", async () => {
  await using world = await gullIsLocked();
  const exception = {
    rule: "other-tre",
    subject: "pkg:npm/gull",
    observed: "a",
    reason: "x",
    until: "2027-01-01",
  };
  const policy = { policyVersion: 1, instalScripts: "deny", exceptions: [exception] };
  world.plants(POLICY, JSON.stringify(policy, null, 1));
  assert.deepEqual(await checked(world), [3, ["unknown-policy-field:3", "unknown-policy-field:5"]]);
});

test("a breach stands at the line of its package", async () => {
  await using world = await gullIsLocked();
  world.plants(POLICY, '{"policyVersion":1,"provenance":{"require":["pkg:npm/wave"]}}');
  const lines = (world.text(LOCKFILE) ?? "").split("\n");
  const at = (path: string): number => lines.findIndex((line) => line.includes(`"${path}": {`)) + 1;
  const [code, problems] = await checked(world);
  assert.equal(code, 1);
  assert.deepEqual(
    problems,
    ["node_modules/shell/node_modules/wave", "node_modules/wave"].map(
      (path) => `demanded-provenance:${at(path)}`,
    ),
  );
});

test("as SARIF each problem is a result in its lockfile, and the command ends with 0", async () => {
  await using world = await gullIsLocked();
  world.plants(POLICY, '{"policyVersion":1,"sources":["git"],"require":["pkg:npm/tern"]}');
  world.out = "";
  assert.equal(await world.checks({ format: "sarif" }), 0);
  const run = sarifRun(world.out);
  const places = placesOf(run);
  assert.ok(places.includes("no-pin .config/pinfold/lockfiles/policy.json:1"));
  assert.ok(
    places.some((place) =>
      /^denied-source \.config\/pinfold\/lockfiles\/npm\/gull\.json:\d+$/.test(place),
    ),
  );
  const prints = run.results.map((one) => one.partialFingerprints["pinfoldFinding/v1"]);
  assert.equal(new Set(prints).size, prints.length);
});

test("more problems of one kind than say anything new are counted", async () => {
  await using world = await gullIsLocked();
  const many = Array.from({ length: 14 }, (_, index) => `pkg:npm/tern-${index}`);
  world.plants(POLICY, JSON.stringify({ policyVersion: 1, require: many }));
  world.out = "";
  assert.equal(await world.checks(), 1);
  assert.match(world.out, /^and 4 problems more like them \[no-pin\]$/m);
  assert.match(world.out, /: 14 problems$/m);
});
