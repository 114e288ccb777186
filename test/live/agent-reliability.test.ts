import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lchownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout } from "node:timers/promises";

import { auditedFiles } from "../../src/adapters/audited-files.ts";
import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { ChainWalk } from "../../src/audit/chain.ts";
import { RunningAgent, toldOf } from "../support/running-agent.ts";
import { Stage } from "../support/stage.ts";

const KILLS = 200;
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

function starts(stage: Stage, uid?: number): RunningAgent {
  const { env, home } = stage.home;
  const path = `${home}/bin:${env["PATH"] ?? ""}`;
  return new RunningAgent(home, { ...env, PATH: path }, uid === undefined ? {} : { uid });
}

function shadow(stage: Stage): void {
  stage.home.write(join(stage.home.home, "bin/npx"), "#!/bin/sh\n", 0o755);
}

/** What is wrong with the chain of the audit log; nothing where it is whole. */
function chainProblems({ home: { home } }: Stage): readonly string[] {
  const machine = {
    platform: "linux",
    arch: "x64",
    home,
    cwd: home,
    env: {},
    now: new Date(),
  } as const;
  const walk = new ChainWalk();
  const records = auditedFiles(machine, new NodeDisk(), "test").audit.records(walk);
  while (records.next().done !== true);
  return walk.problems.map(({ message }) => message);
}

suite("an agent to which everything happens", () => {
  test(`killed ${KILLS} times at any moment, state and log stay whole, and the gap is told`, async () => {
    await using stage = await Stage.set();
    // The same numbers each time: a moment that was found bad is found again.
    let seed = 20_261_128;
    const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
    const memory = stage.path(".local/state/pinfold/agent/memory.json");
    for (let round = 0; round < KILLS; round += 1) {
      const agent = starts(stage);
      // Each other round has something to say, and to write.
      if (round % 2 === 0) shadow(stage);
      else rmSync(join(stage.home.home, "bin/npx"), { force: true });
      // Most of them early, where it starts, claims its place and writes first.
      await setTimeout(random() ** 2 * 1200);
      await agent.ends("SIGKILL");
      assert.deepEqual(chainProblems(stage), [], `after ${round + 1} kills`);
      if (existsSync(memory)) JSON.parse(readFileSync(memory, "utf8"));
    }
    rmSync(join(stage.home.home, "bin/npx"), { force: true });
    await using last = starts(stage);
    const status = await last.until("calm again", ({ alerts }) => alerts.length === 0);
    assert.equal(status.gap?.why, "killed");
    assert.equal((await stage.pinfold("verify")).code, 0, "no record of state was lost or half");
    assert.equal((await stage.pinfold("log", "--verify")).code, 0);
    assert.match((await stage.pinfold("log", "--event", "monitoring-gap")).out, /nobody watched/);
  });

  test("a state folder that is deleted is made anew within a minute", async () => {
    await using stage = await Stage.set();
    await using agent = starts(stage);
    await agent.until("calm");
    rmSync(stage.path(".local/state/pinfold"), { recursive: true });
    const socket = stage.path(".local/state/pinfold/agent/agent.sock");
    for (let n = 0; n < 200 && !existsSync(socket); n += 1) await setTimeout(500);
    const status = await agent.until("back");
    assert.equal(status.pid, agent.child.pid);
    assert.deepEqual(chainProblems(stage), []);
  });

  test("with a full disk alarms are told, and the log goes on when there is room", async (context) => {
    if (!isRoot || process.platform !== "linux")
      return context.skip("needs root, to mount a small disk");
    await using stage = await Stage.set();
    const state = stage.path(".local/state/pinfold");
    const kept = join(stage.home.root, "kept");
    cpSync(state, kept, { recursive: true });
    const { status: code } = spawnSync("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", state]);
    if (code !== 0) return context.skip("this sandbox mounts nothing");
    try {
      cpSync(kept, state, { recursive: true });
      await using agent = starts(stage);
      await agent.until("calm");
      spawnSync("dd", ["if=/dev/zero", `of=${join(state, "ballast")}`, "bs=1k"], {
        stdio: "ignore",
      });
      shadow(stage);
      const full = await agent.until("told", (status) => toldOf(status).length > 0);
      assert.match(full.failure ?? "", /no space|ENOSPC/i);
      assert.match((await stage.pinfold("status")).out, /the agent cannot do its work/);
      rmSync(join(state, "ballast"));
      rmSync(join(stage.home.home, "bin/npx"));
      await agent.until(
        "well again",
        (status) => status.failure === null && toldOf(status).length === 0,
      );
      assert.deepEqual(chainProblems(stage), []);
    } finally {
      spawnSync("umount", ["-l", state]);
    }
  });

  test("a state folder that nobody can write to any more silences nothing", async (context) => {
    if (!isRoot) return context.skip("needs root, to be somebody who is not root");
    await using stage = await Stage.set();
    // What root left behind is nobody's now, and so is the folder above.
    const all = readdirSync(stage.home.root, { recursive: true }).map(String);
    for (const path of ["", ...all]) chown(join(stage.home.root, path));
    rmSync(stage.path(".local/state"), { recursive: true });
    mkdirSync(stage.path(".local/state/pinfold"), { recursive: true });
    for (const path of [".local", ".local/state", ".local/state/pinfold"]) chown(stage.path(path));
    const agent = starts(stage, NOBODY);
    try {
      await agent.until("calm");
      chmodSync(stage.path(".local/state/pinfold/audit"), 0o500);
      writeFileSync(stage.home.configFile, '{"mcpServers":{"gull":{"command":"/nowhere/gull"}}}');
      const status = await agent.until("found", ({ alerts }) => alerts.length > 0);
      assert.notEqual(status.failure, null);
    } finally {
      await agent.ends("SIGKILL");
    }
    chmodSync(stage.path(".local/state/pinfold"), 0o500);
    rmSync(stage.path(".local/state/pinfold/agent"), { recursive: true });
    const refused = starts(stage, NOBODY);
    assert.equal(await refused.exited, 4, refused.err);
    assert.match(refused.err, /cannot|EACCES/);
  });
});

function chown(path: string): void {
  try {
    lchownSync(path, NOBODY, NOBODY);
  } catch {
    // It went away meanwhile.
  }
}
