import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";

import { RunningAgent, toldOf } from "../support/running-agent.ts";
import { Stage } from "../support/stage.ts";

const posix = { skip: process.platform === "win32" ? "POSIX sockets" : false };

suite("the agent as a process", posix, () => {
  let stage: Stage;
  before(async () => {
    stage = await Stage.set();
  });
  after(async () => stage[Symbol.asyncDispose]());

  const env = () => {
    const { env: own, home } = stage.home;
    return { ...own, PATH: `${home}/bin:${own["PATH"] ?? ""}` };
  };
  const starts = (...args: readonly string[]) => new RunningAgent(stage.home.home, env(), { args });
  const events = async (): Promise<readonly string[]> => {
    const { out } = await stage.pinfold("log", "--json");
    return (JSON.parse(out) as { records: { event: string }[] }).records.map(({ event }) => event);
  };

  test("what changes is found, told by status and log, and over when it is undone", async () => {
    try {
      await using agent = starts();
      const quiet = await agent.until("calm");
      assert.deepEqual(quiet.alerts, []);
      assert.ok(quiet.folders > 5);

      const fake = join(stage.home.home, "bin/npx");
      stage.home.write(fake, "#!/bin/sh\n", 0o755);
      const shadowed = await agent.until("shadowed", (status) => toldOf(status).length > 0);
      assert.deepEqual(toldOf(shadowed), ["shadowed-launcher"]);
      const { code, out } = await stage.pinfold("status", "npx", "--exit-code");
      assert.equal(code, 1);
      assert.match(out, /agent running · judged/);
      assert.match(out, /error\[shadowed-launcher\] gull: npx would run another file/);
      rmSync(fake);
      await agent.until("over", ({ alerts }) => alerts.length === 0);

      const [alert] = shadowed.alerts;
      const { out: log } = await stage.pinfold("log", "gull", "--event", "finding,resolved");
      assert.match(log, /finding +npx would run another file[\s\S]*resolved +npx would run/);
      assert.equal((await stage.pinfold("log", "--verify")).code, 0);
      assert.ok(alert !== undefined);

      assert.equal(await agent.ends(), 0);
      assert.deepEqual((await events()).slice(-1), ["agent-stopped"]);
      assert.match((await stage.pinfold("status")).out, /no agent runs · judged/);
      const left = readdirSync(stage.path(".local/state/pinfold/agent"));
      assert.ok(!left.some((name) => name.startsWith("agent.sock")), left.join());
    } finally {
      stage.putBack();
    }
  });

  test("a swapped server and a changed launcher each are one alert", async () => {
    try {
      const program = join(stage.home.root, "node/lib/node_modules/npm/bin/npx-cli.js");
      const npx = readFileSync(program);
      await using agent = starts("--schedule", "0 0 1 1 *");
      await agent.until("calm");
      const config = readFileSync(stage.home.configFile, "utf8");
      writeFileSync(stage.home.configFile, config.replace("gull@1.0.0", "tide@1.0.0"));
      const swapped = await agent.until("swapped", (status) => toldOf(status).length > 0);
      assert.deepEqual(toldOf(swapped), ["changed-server"]);
      writeFileSync(stage.home.configFile, config);
      await agent.until("over", ({ alerts }) => alerts.length === 0);

      appendFileSync(program, "// changed\n");
      const changed = await agent.until("changed", (status) => toldOf(status).length > 0);
      assert.ok(toldOf(changed).includes("changed-launcher"), toldOf(changed).join());
      writeFileSync(program, npx);
      await agent.until("over", ({ alerts }) => alerts.length === 0);
    } finally {
      stage.putBack();
    }
  });

  test("a change inside of a tree is found by the next look, and status says when that is", async () => {
    try {
      await using agent = starts();
      await agent.until("calm");
      stage.edits("node_modules/shell/node_modules/wave/index.js", "rise", "evil");
      assert.match(
        (await stage.pinfold("status")).out,
        /installed files are read again at \d\d:\d\d UTC/,
      );
      await agent.asks({ op: "look", isOnline: false });
      const { alerts } = await agent.until("changed", (status) => toldOf(status).length > 0);
      assert.deepEqual(
        alerts.map(({ ruleId }) => ruleId),
        ["modified-file"],
      );
    } finally {
      stage.putBack();
    }
  });

  test("a snoozed server is told by nobody, and its verdict stays", async () => {
    try {
      await using agent = starts();
      await agent.until("calm");
      const snoozed = await stage.pinfold("snooze", "gull", "8h");
      assert.equal(snoozed.code, 0, snoozed.err);
      stage.home.write(join(stage.home.home, "bin/npx"), "#!/bin/sh\n", 0o755);
      const status = await agent.until("found", ({ alerts }) => alerts.length > 0);
      assert.deepEqual(toldOf(status), []);
      assert.equal((await stage.pinfold("status", "--exit-code")).code, 1);
      assert.match((await stage.pinfold("status")).out, /gull is snoozed until/);
      for (const wrong of [["gull"], ["gull", "soon"], ["gull", "1y"], ["tern", "1h"]])
        assert.equal((await stage.pinfold("snooze", ...wrong)).code, 2, wrong.join(" "));
    } finally {
      stage.putBack();
    }
  });

  test("the second agent of a user is refused, and the first one goes on", async () => {
    try {
      await using first = starts();
      await first.until("calm");
      const second = starts();
      assert.equal(await second.exited, 2, second.err);
      assert.match(second.err, /an agent runs already/);
      await first.until("still there");
      const both = await Promise.all([starts(), starts()].map(({ exited }) => exited));
      assert.deepEqual(both, [2, 2]);
    } finally {
      stage.putBack();
    }
  });

  test("of two that start at once over a socket that was left, one stays", async () => {
    try {
      const folder = stage.path(".local/state/pinfold/agent");
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await using killed = starts();
      await killed.until("calm");
      await killed.ends("SIGKILL");
      assert.ok(existsSync(join(folder, "agent.sock")), "a killed agent leaves its socket");
      await using one = starts();
      await using other = starts();
      const code = await Promise.race([one.exited, other.exited]);
      assert.equal(code, 2);
      const winner = [one, other].find(({ child }) => child.exitCode === null);
      const status = await winner?.until("watching");
      assert.equal(status?.pid, winner?.child.pid);
      assert.equal(status?.gap?.why, "killed");
    } finally {
      stage.putBack();
    }
  });

  test("it does not start with variables that load code, nor by a schedule that is none", async () => {
    const hook = { ...env(), NODE_OPTIONS: "--no-deprecation" };
    for (const [agent, says] of [
      [new RunningAgent(stage.home.home, hook), /does not start with NODE_OPTIONS set/],
      [starts("--schedule", "hourly"), /is no schedule/],
      [starts("--schedule", "* * * * * *"), /is no schedule/],
    ] as const) {
      assert.equal(await agent.exited, 2, agent.err);
      assert.match(agent.err, says);
    }
  });

  test("its own files are this user's alone, and hold no value of a variable", async () => {
    try {
      stage.home.configure({
        gull: { command: "npx", args: ["-y", "gull@1.0.0"], env: { GULL_TOKEN: "hunter2" } },
      });
      await using agent = starts();
      const status = await agent.until("judged");
      assert.doesNotMatch(JSON.stringify(status), /hunter2/);
      await agent.ends();
      const folder = stage.path(".local/state/pinfold/agent");
      for (const name of readdirSync(folder))
        assert.doesNotMatch(readFileSync(join(folder, name), "utf8"), /hunter2/, name);
    } finally {
      stage.putBack();
    }
  });
});
