import assert from "node:assert/strict";
import { test } from "node:test";

import { NOTHING_TOLD, planNotices, type Situation } from "../../src/daemon/notices.ts";
import type { Alert } from "../../src/model/agent.ts";
import { alert, later, NOW, server } from "./alert.ts";

/** A run of looks, each with what stands then, and what is said of it. */
class Run {
  #alerts: readonly Alert[] = [];
  #told = NOTHING_TOLD;
  #isFirst = false;

  static first(): Run {
    const run = new Run();
    run.#isFirst = true;
    return run;
  }

  at(seconds: number, stands: readonly Alert[], parts: Partial<Situation> = {}) {
    const known = new Map(this.#alerts.map((one) => [one.key, one]));
    const alerts = stands.map((one) => ({
      ...one,
      notified: known.get(one.key)?.notified ?? null,
    }));
    const resolved = this.#alerts
      .filter(({ key }) => !stands.some((one) => one.key === key))
      .map((one) => ({ ...one, end: "as-pinned" as const }));
    const plan = planNotices({
      alerts,
      resolved,
      snoozes: [],
      told: this.#told,
      isFirst: this.#isFirst,
      home: "/home/ada",
      now: later(seconds),
      ...parts,
    });
    this.#isFirst = false;
    this.#alerts = plan.alerts;
    this.#told = plan.told;
    return plan.notices.map(({ kind, urgency, title }) => `${kind} ${urgency} ${title}`);
  }
}

const HOUR = 3600;
const [gull, tern, wave, tide, pier] = ["gull", "tern", "wave", "tide", "pier"].map((key) =>
  alert(key),
) as [Alert, Alert, Alert, Alert, Alert];

test("one alert an incident, however often it is seen", () => {
  const run = new Run();
  assert.deepEqual(run.at(0, [gull]), ["raised critical gull (Cursor): file changed"]);
  assert.deepEqual(run.at(1, [gull]), []);
  assert.deepEqual(run.at(2 * HOUR, [gull]), []);
});

test("what stands is told again once a day", () => {
  const run = new Run();
  run.at(0, [gull]);
  assert.deepEqual(run.at(24 * HOUR, [gull]), [
    "reminder critical Still: gull (Cursor): file changed",
  ]);
  assert.deepEqual(run.at(25 * HOUR, [gull]), []);
  assert.equal(run.at(48 * HOUR, [gull]).length, 1);
});

test("what is over is told quietly, if it was told at all", () => {
  const run = new Run();
  run.at(0, [gull, alert("soft", { severity: "warning", ruleId: "changed-entry" })]);
  assert.deepEqual(run.at(5, []), ["resolved low Resolved: gull (Cursor): file changed"]);
});

test("several findings of one set of servers are told together, and are over together", () => {
  const run = new Run();
  const servers = [server("gull"), server("tern")];
  const [link, node] = ["link", "node"].map((key) =>
    alert(key, { servers, ruleId: "changed-launcher", isOfLauncher: true }),
  ) as [Alert, Alert];
  assert.deepEqual(run.at(0, [link, node]), ["raised critical npx changed: 2 servers (Cursor)"]);
  assert.deepEqual(run.at(5, [link]), []);
  assert.equal(run.at(9, []).length, 1);
});

test("warnings are silent, but for new servers and lost watching", () => {
  const warning = (ruleId: string) => alert(ruleId, { severity: "warning", ruleId });
  assert.deepEqual(new Run().at(0, [warning("other-tree"), warning("no-pin")]), []);
  assert.equal(new Run().at(0, [warning("new-server")]).length, 1);
  assert.equal(new Run().at(0, [warning("watching-degraded")]).length, 1);
});

test("the same place that changes again within a minute waits", () => {
  const run = new Run();
  const again = (key: string) => alert(key, { servers: gull.servers });
  assert.equal(run.at(0, [again("a")]).length, 1);
  assert.deepEqual(run.at(10, [again("b")]), []);
  assert.deepEqual(run.at(20, [again("c")]), []);
  assert.equal(run.at(61, [again("c")]).length, 1);
});

test("more than three in a minute become one summary that names the errors first", () => {
  const run = new Run();
  const fresh = alert("fresh", { ruleId: "new-server", severity: "warning" });
  assert.deepEqual(run.at(0, [fresh, gull, tern, wave, tide]), [
    "summary critical 4 errors: 5 servers (Cursor)",
  ]);
});

test("a storm after three alarms is one summary, and what comes then waits for the next", () => {
  const run = new Run();
  assert.equal(run.at(0, [gull, tern, wave]).length, 3);
  assert.equal(run.at(5, [gull, tern, wave, tide]).length, 1);
  assert.deepEqual(run.at(6, [gull, tern, wave, tide, pier]), []);
  assert.deepEqual(run.at(70, [gull, tern, wave, tide, pier]), [
    "raised critical pier (Cursor): file changed",
  ]);
});

test("an alarm that had to wait and was over meanwhile is told all the same", () => {
  const run = new Run();
  run.at(0, [gull, tern, wave]);
  run.at(5, [gull, tern, wave, tide]);
  run.at(6, [gull, tern, wave, tide, pier]);
  assert.deepEqual(run.at(20, [gull, tern, wave, tide]), []);
  assert.deepEqual(run.at(70, [gull, tern, wave, tide]), [
    "summary normal Came and went: pier (Cursor): file changed",
  ]);
});

test("what already stood at the first start is one summary, if it holds errors", () => {
  const warning = alert("fresh", { ruleId: "new-server", severity: "warning" });
  assert.deepEqual(Run.first().at(0, [warning]), []);
  const run = Run.first();
  assert.equal(run.at(0, [gull, tern, wave, tide, warning]).length, 1);
  assert.deepEqual(run.at(5, [gull, tern, wave, tide, warning]), []);
  assert.equal(run.at(9, [gull, tern, wave, tide, warning, pier]).length, 1);
});

test("a snoozed server is silent until its time is over, and nobody else is", () => {
  const run = new Run();
  const snoozes = [{ server: "gull", ids: ["cursor/gull"], until: later(HOUR).toISOString() }];
  const shared = alert("shared", { servers: [server("gull"), server("tern")] });
  assert.deepEqual(run.at(0, [gull], { snoozes }), []);
  assert.equal(run.at(1, [gull, shared], { snoozes }).length, 1);
  assert.equal(run.at(HOUR + 1, [gull, shared], { snoozes }).length, 1);
});

test("many that are over at once are one notification", () => {
  const run = Run.first();
  run.at(0, [gull, tern, wave, tide, pier]);
  assert.equal(run.at(5, []).length, 1);
});

test("a clock that jumps back silences nothing new", () => {
  const run = new Run();
  run.at(0, [gull, tern, wave]);
  assert.equal(run.at(-HOUR, [gull, tern, wave, tide]).length, 1);
});

test("no notice is without a title, a body and a bound", () => {
  const long = "x".repeat(5000);
  const [notice] = planNotices({
    alerts: [
      alert("long", {
        message: `\u001b[31m${long}\u202e`,
        wouldRun: long,
        servers: [{ ...server("gull"), name: `<b>\n${long}`, clientName: long }],
      }),
    ],
    resolved: [],
    snoozes: [],
    told: NOTHING_TOLD,
    isFirst: false,
    home: "/home/ada",
    now: NOW,
  }).notices;
  assert.ok(notice !== undefined);
  assert.ok(notice.title.length <= 90 && notice.body.length <= 360);
  assert.doesNotMatch(`${notice.title}${notice.body}`, /[\u001b\u202e]/);
  assert.doesNotMatch(notice.title, /\n/);
  assert.match(notice.body, /pinfold status$/, "a name that a shell would read is in no command");
});
