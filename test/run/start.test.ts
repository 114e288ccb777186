import assert from "node:assert/strict";
import { lstatSync, realpathSync } from "node:fs";
import { test } from "node:test";

import { KeptHome } from "../support/kept-home.ts";

test("a server is started by the pinned Node from its copy, with its own arguments", async () => {
  await using kept = await KeptHome.start();
  const { code, started, said } = await kept.run("npm:reef", "--", "/srv/nest", "--deep", "-h");
  assert.equal(code, 0, said);
  assert.equal(said, "");
  assert.deepEqual(started, {
    file: realpathSync(process.execPath),
    args: [kept.at("node_modules/reef/reef.js"), "/srv/nest", "--deep", "-h"],
    env: kept.home.npx.env,
  });
});

test("nothing of a copy can be written to by accident", async () => {
  await using kept = await KeptHome.start();
  const modes = ["", "node_modules", "node_modules/wave/cli.js", "node_modules/wave/package.json"];
  assert.deepEqual(
    modes.map((path) => (lstatSync(kept.at(path)).mode & 0o777).toString(8)),
    ["555", "555", "555", "444"],
  );
});

test("a copy that is there needs no registry, and one that is gone is made anew", async () => {
  await using kept = await KeptHome.start();
  const asked = kept.home.registry.requests.length;
  assert.equal((await kept.run()).code, 0);
  assert.equal(kept.home.registry.requests.length, asked);
  kept.home.remove(kept.shelf);
  const again = await kept.run();
  assert.equal(again.code, 0, again.said);
  assert.match(again.said, /making its private copy/);
  assert.equal(kept.copies().length, 1);
});

test("a server is named by its subject, its name or its id", async () => {
  await using kept = await KeptHome.start();
  for (const name of ["npm:reef", "gull", "claude-desktop/gull"])
    assert.notEqual((await kept.run(name)).started, null, name);
  const unknown = await kept.run("osprey");
  assert.deepEqual([unknown.code, unknown.started], [2, null]);
});

test("what has no pin is refused, whatever the registry has", async () => {
  await using kept = await KeptHome.start();
  const { code, started, said } = await kept.run("npm:wave");
  assert.deepEqual([code, started], [1, null]);
  assert.match(said, /^pinfold: refused to start npm:wave: there is no pin for npm:wave$/m);
});

test("every line of a refusal is marked as ours, and says what to do", async () => {
  await using kept = await KeptHome.start();
  kept.edits("node_modules/wave/cli.js", "log(1)", "log(2)");
  const { code, said } = await kept.run();
  assert.equal(code, 1);
  for (const line of said.trimEnd().split("\n")) assert.match(line, /^pinfold: /);
  assert.match(said, /error\[modified-file\] wave 2\.0\.0 was changed on disk: cli\.js/);
  assert.match(said, /pinned sha256:.*observed sha256:/);
  assert.match(said, /do: 1 quit the client {2}2 pinfold sync makes the copy anew/);
});
