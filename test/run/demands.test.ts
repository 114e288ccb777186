import assert from "node:assert/strict";
import { renameSync, rmSync } from "node:fs";
import { after, before, beforeEach, suite, test } from "node:test";

import { EntryHome } from "../support/entry-home.ts";
import { KeptHome } from "../support/kept-home.ts";
import { FakeStarting } from "../support/starting.ts";

const POLICY = ".config/pinfold/lockfiles/policy.json";
const json = (policy: object): string => JSON.stringify({ policyVersion: 1, ...policy });

suite("what a policy denies does not start", () => {
  let kept: KeptHome;

  before(async () => {
    kept = await KeptHome.start();
    assert.equal((await kept.home.run("sync")).code, 0);
  });
  after(() => kept[Symbol.asyncDispose]());
  beforeEach(() => rmSync(kept.home.at(POLICY), { force: true }));

  test("a package without the provenance that is demanded", async () => {
    kept.home.file(POLICY, json({ provenance: { require: ["pkg:npm/other"] } }));
    assert.notEqual((await kept.run()).started, null);
    kept.home.file(POLICY, json({ provenance: { require: ["pkg:npm/*"] } }));
    const { code, started, said } = await kept.run();
    assert.deepEqual([code, started], [1, null]);
    assert.match(said, /pinfold: error\[demanded-provenance\]/);
  });

  test("a package from what is no source", async () => {
    kept.home.file(POLICY, json({ sources: ["git"] }));
    const { code, started, said } = await kept.run();
    assert.deepEqual([code, started], [1, null]);
    assert.match(said, /pinfold: error\[denied-source\]/);
  });

  test("nor is a copy made of it, by sync or at the start", async () => {
    renameSync(kept.at(), kept.home.at("aside"));
    kept.home.file(POLICY, json({ sources: ["git"] }));
    const { started, said } = await kept.run();
    assert.equal(started, null);
    assert.match(said, /pinfold: error\[denied-source\]/);
    assert.doesNotMatch(said, /making its private copy/);
    const { code, err } = await kept.home.run("sync");
    assert.equal(code, 3);
    assert.match(err, /comes from a registry, which is none of the sources of .*policy\.json:1/);
    assert.deepEqual(kept.copies(), []);
    rmSync(kept.home.at(POLICY));
    assert.equal((await kept.home.run("sync")).code, 0, "the policy was not seen by verify");
  });

  test("a policy that cannot be used", async () => {
    kept.home.file(POLICY, '{"policyVersion":1,"tree":7}');
    const { code, started } = await kept.run();
    assert.deepEqual([code, started], [2, null]);
  });

  test("a policy that was in force and is gone", async () => {
    kept.home.file(POLICY, json({ sources: ["registry"] }));
    assert.equal((await kept.home.run("verify")).code, 0);
    assert.notEqual((await kept.run()).started, null);
    rmSync(kept.home.at(POLICY));
    const { code, started, said } = await kept.run();
    assert.deepEqual([code, started], [1, null]);
    assert.match(said, /pinfold: error\[protection-lost\]/);
  });
});

test("a program of the disk does not start where a policy lists registries alone", async () => {
  await using home = await EntryHome.start();
  const program = home.file("tide/tide-mcp", "#!/usr/bin/env node\n", 0o755);
  await home.locked({ command: program, args: ["stdio"] });
  home.file(POLICY, json({ sources: ["registry"] }));
  const starting = new FakeStarting();
  home.starting = starting;
  const { code } = await home.run("run", program);
  assert.deepEqual([code, starting.started], [1, null]);
  assert.match(starting.said, /pinfold: error\[denied-source\]/);
});
