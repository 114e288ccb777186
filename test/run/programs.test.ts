import assert from "node:assert/strict";
import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { after, before, beforeEach, suite, test } from "node:test";

import { EntryHome } from "../support/entry-home.ts";
import { FakeStarting } from "../support/starting.ts";

const SCRIPT = '#!/usr/bin/env node\nrequire("./lib/tide.js");\n';

/** A program of the disk is started where it lies, by the digests that are pinned of it. */
suite("programs of the disk", () => {
  let home: EntryHome;
  let program: string;

  before(async () => {
    home = await EntryHome.start();
    program = home.file("tide/tide-mcp", SCRIPT, 0o755);
    home.file("tide/lib/tide.js", "");
    await home.locked({ command: program, args: ["stdio"] });
  });
  after(() => home[Symbol.asyncDispose]());
  beforeEach(() => {
    home.env = {};
    home.file("tide/tide-mcp", SCRIPT, 0o755);
    home.file("tide/lib/tide.js", "");
  });

  async function run(...args: readonly string[]) {
    const starting = new FakeStarting();
    home.starting = starting;
    const { code, out, err } = await home.run("run", ...args);
    return { code, out, started: starting.started, said: `${starting.said}${err}` };
  }

  async function refused(rule: string): Promise<void> {
    const { code, out, started, said } = await run(program);
    assert.deepEqual([code, started, out], [1, null, ""], said);
    assert.match(said, new RegExp(`error\\[${rule}\\]`));
    assert.ok(said.split("\n").every((line) => line === "" || line.startsWith("pinfold: ")));
  }

  test("it becomes the program, by its own name, and nothing is said", async () => {
    const { code, out, started, said } = await run(program, "--", "--port", "1");
    assert.deepEqual([code, out, said], [0, "", ""]);
    assert.deepEqual(
      [started?.file, started?.name, started?.args],
      [program, program, ["--port", "1"]],
    );
  });

  test("a configured server's name stands for its program", async () => {
    assert.equal((await run("gull")).started?.file, program);
  });

  test("a changed program is refused", async () => {
    writeFileSync(program, `${SCRIPT}evil();\n`);
    await refused("changed-launcher");
  });

  test("changed code beside it is refused", async () => {
    home.file("tide/lib/tide.js", "evil();\n");
    await refused("changed-launcher-code");
  });

  test("another node first on the PATH is refused", async () => {
    const fake = home.file("evil/node", "#!/bin/sh\n", 0o755);
    chmodSync(fake, 0o755);
    home.env = { PATH: `${home.at("evil")}:${home.npx.bin}:/usr/bin:/bin` };
    await refused("shadowed-interpreter");
  });

  test("what would run other code in it is not passed on", async () => {
    home.env = { NODE_OPTIONS: "--require=/evil.js", LD_PRELOAD: "/evil.so", TOKEN: "x" };
    const { started, said } = await run(program);
    assert.deepEqual(Object.keys(started?.env ?? {}).toSorted(), ["HOME", "PATH", "TOKEN"]);
    assert.match(said, /^pinfold: not passed on to .*: LD_PRELOAD, NODE_OPTIONS\n$/);
  });

  test("a link to it is another command, of which there is no pin", async () => {
    const other = home.file("tide/other", SCRIPT, 0o755);
    const { code, started, said } = await run(other);
    assert.deepEqual([code, started], [1, null]);
    assert.match(said, /there is no pin for executable:other/);
    rmSync(other);
  });

  test("a lockfile's name does not say where a program is", async () => {
    const { code, said } = await run("executable:tide-mcp");
    assert.equal(code, 2);
    assert.match(said, /does not say where the program is/);
  });

  test("another entry's pin does not vouch for other bytes", async () => {
    const [stdio, env] = [["stdio"], { PATH: `${home.npx.bin}:/usr/bin:/bin:/opt` }];
    home.configure({
      gull: { command: program, args: stdio },
      heron: { command: program, args: stdio, env },
    });
    assert.equal((await home.verify()).verdicts["heron"], "verified");
    writeFileSync(program, `${SCRIPT}evil();\n`);
    const { verdicts } = await home.verify();
    assert.deepEqual(verdicts, { gull: "violated", heron: "unlocked" });
  });

  test("an interpreter is no program of its own", async () => {
    const { code, said } = await run("/usr/bin/env");
    assert.notEqual(code, 0, said);
  });
});
