import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { PinfoldError } from "../../src/errors.ts";
import type { AgentStatus } from "../../src/model/agent.ts";
import { finding, judged, judgement } from "./alert.ts";
import { FakeHost, settle } from "./fake-host.ts";

const shadow = finding("shadowed-launcher", { wouldRun: "/home/ada/bin/npx" });
const NPX = "/home/ada/bin/npx";
const clean = judgement([judged("gull"), judged("tern")], {
  seen: [
    [NPX, "bytes", "same"],
    ["/home/ada/.cursor/mcp.json", "bytes", "same"],
  ],
  configs: ["/home/ada/.cursor/mcp.json"],
});
const shadowed = { ...clean, report: { ...judgement([judged("gull", [shadow])]).report } };

/** A machine on which an agent ran and found nothing. */
async function calm(): Promise<FakeHost> {
  const host = new FakeHost();
  host.finds = clean;
  await host.start();
  return host;
}

test("a change of what was looked at is looked at, recorded, then told, and so is its end", async () => {
  const host = await calm();
  assert.deepEqual(host.watched, new Set(["/home/ada/bin", "/home/ada/.cursor"]));
  host.finds = shadowed;
  host.changes(NPX);
  await host.passes(1);
  assert.deepEqual(host.titles(), ["npx replaced: gull (Cursor)"]);
  assert.deepEqual(host.events().slice(-2), ["finding", "notified"]);
  host.finds = clean;
  host.changes(NPX);
  await host.passes(1);
  assert.deepEqual(host.events().slice(-2), ["resolved", "notified"]);
  assert.equal(host.notices.at(-1)?.urgency, "low");
});

test("a change of anything else is not looked at", async () => {
  const host = await calm();
  host.changes("/home/ada/bin/ls");
  host.changes("/home/ada/.cursor/history");
  await host.passes(5);
  assert.equal(host.looks.length, 1);
});

test("a configuration that was saved without a change of its servers is judged no further", async () => {
  const host = await calm();
  host.finds = { ...shadowed, entries: clean.entries };
  host.changes("/home/ada/.cursor/mcp.json");
  await host.passes(1);
  assert.equal(host.looks.length, 2);
  assert.deepEqual(host.titles(), []);
  host.changes(NPX);
  await host.passes(1);
  assert.equal(host.titles().length, 1, "but a change of something else is");
});

test("what no tripwire saw is found by the sweep within a minute", async () => {
  const host = await calm();
  host.finds = shadowed;
  host.touched.add(NPX);
  await host.passes(25);
  assert.equal(host.looks.length, 1);
  await host.passes(40);
  assert.deepEqual(host.titles(), ["npx replaced: gull (Cursor)"]);
});

test("who asks for the status right after a change hears of it", async () => {
  const host = new FakeHost();
  host.finds = clean;
  const agent = await host.start();
  host.finds = shadowed;
  host.touched.add(NPX);
  const { alerts } = (await agent.answer({ op: "status" })) as AgentStatus;
  assert.equal(alerts.length, 1);
});

test("many changes at once are one look and one notification", async () => {
  const host = await calm();
  host.finds = shadowed;
  for (let n = 0; n < 10_000; n += 1) host.changes(NPX);
  await host.passes(2);
  assert.equal(host.looks.length, 2);
  assert.equal(host.notices.length, 1);
});

test("what is known is not told again by the next agent", async () => {
  const host = await calm();
  host.finds = shadowed;
  host.changes(NPX);
  await host.passes(1);
  host.kill();
  await host.start();
  assert.equal(host.notices.length, 1);
});

suite("time", () => {
  test("a machine that slept through its verification makes up for it once, and soon", async () => {
    const host = await calm();
    host.sleeps(8 * 3600);
    await host.passes(60);
    assert.equal(host.looks.filter((isOnline) => !isOnline).length, 2);
    assert.equal(host.looks.filter((isOnline) => isOnline).length, 1);
    await host.passes(120);
    assert.equal(host.looks.length, 3);
    const gap = [...host.audit.records()].find(({ event }) => event === "monitoring-gap");
    assert.equal(gap?.details?.["why"], "asleep");
  });

  test("a clock that was set back records a gap, and everything goes on", async () => {
    const host = await calm();
    host.finds = shadowed;
    host.changes(NPX);
    await host.passes(1);
    host.sleeps(-365 * 24 * 3600);
    await host.passes(90);
    assert.ok(host.events().includes("monitoring-gap"));
    await host.passes(24 * 3600);
    assert.equal(host.notices.at(-1)?.kind, "reminder");
  });

  test("a watchdog hears of the agent as often as it wants", async () => {
    const host = await calm();
    await host.passes(200);
    assert.deepEqual(host.systemd, ["ready", "alive", "alive", "alive"]);
  });
});

suite("two starts", () => {
  test("an agent that was killed left a gap, and the next one says from when to when", async () => {
    const host = await calm();
    await host.passes(120);
    host.kill();
    host.sleeps(600);
    await host.start();
    const gap = [...host.audit.records()].find(({ event }) => event === "monitoring-gap");
    assert.equal(gap?.details?.["why"], "killed");
    assert.match(gap.message, /from 2026-11-22T20:02:00\.000Z to 2026-11-22T20:12:00\.000Z/);
  });

  test("one that was told to end left one too, of another kind", async () => {
    const host = new FakeHost();
    const agent = await host.start();
    await agent.stop("ended by SIGTERM");
    host.kill();
    host.sleeps(60);
    await host.start();
    assert.deepEqual(host.events().slice(-3), ["agent-stopped", "monitoring-gap", "agent-started"]);
  });

  test("the second of two agents is refused", async () => {
    const host = new FakeHost();
    host.isDoorTaken = true;
    await assert.rejects(
      host.agent.start(),
      (thrown: unknown) => thrown instanceof PinfoldError && thrown.code === "refused",
    );
    assert.deepEqual(host.events(), []);
  });

  test("a schedule that is none is told before anything is claimed", () => {
    const host = new FakeHost();
    host.schedule = "never?";
    host.isDoorTaken = true;
    assert.throws(
      () => host.agent,
      (thrown: unknown) => thrown instanceof PinfoldError && thrown.code === "usage",
    );
    assert.deepEqual([host.doors, host.events()], [0, []]);
  });

  test("a socket that is gone is made anew, and one that another agent took is left to it", async () => {
    const host = new FakeHost();
    const agent = await host.start();
    host.isDoorOurs = false;
    await host.passes(61);
    host.isDoorTaken = true;
    await host.passes(61);
    assert.match(await agent.lost, /another agent/);
  });

  test("a log that was cut off since the agent saw it last is told", async () => {
    const host = await calm();
    host.kill();
    const file = `${host.folders.state}/audit/000000000001.jsonl`;
    const text = Buffer.from(host.disk.read(file, 1e6) ?? []).toString("utf8");
    host.disk.file(file, `${text.split("\n")[0]}\n`);
    await host.start();
    assert.deepEqual(host.titles(), ["pinfold: audit log was cut or rewritten"]);
  });

  test("a log that is cut off while the agent runs is told within a minute, also by its own next record", async () => {
    for (const isWritten of [false, true]) {
      const host = await calm();
      const file = `${host.folders.state}/audit/000000000001.jsonl`;
      const text = Buffer.from(host.disk.read(file, 1e6) ?? []).toString("utf8");
      host.disk.file(file, `${text.split("\n")[0]}\n`);
      if (isWritten) {
        host.finds = judgement([judged("gull", [shadow])]);
        host.changes("/home/ada/.cursor/mcp.json");
        await host.passes(2);
      }
      await host.passes(61);
      assert.ok(host.titles().includes("pinfold: audit log was cut or rewritten"), `${isWritten}`);
      assert.ok(host.events().includes("log-tampered"));
    }
  });

  test("an interpreter that is not the recorded one is told before anything else", async () => {
    const host = await calm();
    host.kill();
    host.ownFiles = ["/home/ada/.local/share/pinfold/runtime/1/node was changed"];
    host.finds = shadowed;
    await host.start();
    assert.equal(host.titles()[0], "pinfold: pinfold itself was changed");
  });
});

suite("what goes wrong", () => {
  test("a desktop that shows nothing is recorded, and the status says so", async () => {
    const host = new FakeHost();
    host.finds = clean;
    const agent = await host.start();
    host.isMute = "no session bus";
    host.finds = shadowed;
    host.changes(NPX);
    await host.passes(1);
    assert.equal(host.events().at(-1), "notification-failed");
    assert.equal(agent.status().delivery?.error, "no session bus");
  });

  test("with a full disk everything is told all the same, and the status says what is not kept", async () => {
    const host = new FakeHost();
    host.finds = clean;
    const agent = await host.start();
    host.isFull = true;
    host.finds = shadowed;
    host.changes(NPX);
    await host.passes(1);
    assert.deepEqual(host.titles(), ["npx replaced: gull (Cursor)"]);
    assert.match(agent.status().failure ?? "", /cannot be written/);
    host.isFull = false;
    host.finds = clean;
    host.changes(NPX);
    await host.passes(1);
    assert.equal(agent.status().failure, null);
  });

  test("a look that fails keeps what is known, and is told by the status alone", async () => {
    const host = new FakeHost();
    host.finds = shadowed;
    const agent = await host.start();
    host.finds = new Error("out of memory");
    host.changes(NPX);
    await host.passes(1);
    const { alerts, failure } = agent.status();
    assert.equal(alerts.length, 1);
    assert.match(failure ?? "", /out of memory/);
    assert.equal(host.notices.length, 1);
  });

  test("a machine without watches left is told once, and swept all the same", async () => {
    const host = await calm();
    for (let n = 0; n < 50; n += 1) host.runsOutOfWatches();
    await settle();
    await host.passes(1);
    assert.deepEqual(host.titles(), ["pinfold: watching is degraded"]);
    assert.equal(host.events().filter((event) => event === "watching-degraded").length, 1);
    host.finds = shadowed;
    host.touched.add(NPX);
    await host.passes(61);
    assert.equal(host.titles().length, 2);
  });

  test("a memory that somebody broke counts as none", async () => {
    const host = await calm();
    host.kill();
    for (const text of ["", "{", '{"alerts":[{}]}', "[".repeat(100_000)]) {
      host.disk.file(`${host.folders.state}/agent/memory.json`, text);
      host.finds = clean;
      await host.start();
      host.kill();
    }
    assert.deepEqual(host.titles(), []);
  });
});

test("a look that takes for ever keeps nobody waiting who asks for the status", async () => {
  const host = new FakeHost();
  host.finds = clean;
  const agent = await host.start();
  host.isSlow = true;
  host.changes(NPX);
  await host.passes(1);
  const answer = agent.answer({ op: "status" });
  await host.passes(11);
  const { isLooking, report } = (await answer) as AgentStatus;
  assert.ok(isLooking);
  assert.equal(report?.servers.length, 2);
});
