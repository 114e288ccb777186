import assert from "node:assert/strict";
import { test } from "node:test";

import { advance } from "../../src/daemon/alerts.ts";
import { incidentsOf } from "../../src/daemon/incidents.ts";
import type { Alert, Judgement } from "../../src/model/agent.ts";
import { finding, judged, judgement, NOW } from "./alert.ts";

const shadow = finding("shadowed-launcher", {
  message: "npx would run another file",
  pinned: "sha256:a",
  observed: "sha256:b",
  wouldRun: "/home/ada/bin/npx",
});

/** The alerts after each of these looks. */
function after(...looks: readonly Judgement[]) {
  let alerts: readonly Alert[] = [];
  let change = advance([], [], judgement([]));
  for (const look of looks) {
    change = advance(alerts, incidentsOf(look, [], NOW), look);
    ({ alerts } = change);
  }
  return change;
}

test("what several servers share is one incident that names them all", () => {
  const { alerts } = after(judgement([judged("gull", [shadow]), judged("tern", [shadow])]));
  assert.equal(alerts.length, 1);
  assert.deepEqual(
    alerts[0]?.servers.map(({ name }) => name),
    ["gull", "tern"],
  );
  assert.ok(alerts[0].isOfLauncher);
});

test("the same finding again is the same incident; another digest is another one", () => {
  const first = judgement([judged("gull", [shadow])]);
  const { raised: again } = after(first, first);
  assert.deepEqual(again, []);
  const other = judgement([judged("gull", [{ ...shadow, observed: "sha256:c" }])]);
  const { raised, resolved } = after(first, other);
  assert.equal(raised.length, 1);
  assert.equal(resolved.length, 1);
  assert.equal(raised[0]?.place, resolved[0]?.place);
});

test("a finding that only moved in its file is the same incident", () => {
  const at = (line: number) =>
    judgement([
      judged("gull", [finding("changed-entry", { location: { file: "/c.json", line } })]),
    ]);
  assert.deepEqual(after(at(3), at(9)).raised, []);
});

test("notes are no incidents", () => {
  const note = finding("newer-version", { severity: "note" });
  assert.deepEqual(after(judgement([judged("gull", [note])])).alerts, []);
});

test("an incident is over when its server was judged without it", () => {
  const { alerts, resolved } = after(
    judgement([judged("gull", [shadow])]),
    judgement([judged("gull")]),
  );
  assert.deepEqual(alerts, []);
  assert.deepEqual(
    resolved.map(({ end }) => end),
    ["as-pinned"],
  );
});

test("an incident in whose place another one stands does not end as pinned", () => {
  const other = judged("gull", [finding("modified-file")], "violated");
  const { resolved } = after(judgement([judged("gull", [shadow])]), judgement([other]));
  assert.deepEqual(
    resolved.map(({ end }) => end),
    ["other"],
  );
});

test("an incident is over when its server is configured no more", () => {
  const { resolved } = after(judgement([judged("gull", [shadow])]), judgement([]));
  assert.deepEqual(
    resolved.map(({ end }) => end),
    ["removed"],
  );
});

for (const rule of ["judgement-failed", "unreadable-tree", "unsettled-launcher"]) {
  test(`an incident stays while ${rule} keeps its server from being judged`, () => {
    const unjudged = judged("gull", [finding(rule, { severity: "warning" })], "inconclusive");
    const { alerts, resolved } = after(
      judgement([judged("gull", [shadow])]),
      judgement([unjudged]),
    );
    assert.deepEqual(resolved, []);
    assert.ok(alerts.some(({ ruleId }) => ruleId === "shadowed-launcher"));
  });
}

test("an incident stays while the file that names its server is broken", () => {
  const broken = finding("broken-config", {
    severity: "warning",
    location: { file: "/home/ada/.cursor/mcp.json" },
  });
  const { resolved } = after(
    judgement([judged("gull", [shadow])]),
    judgement([], { fileFindings: [broken] }),
  );
  assert.deepEqual(resolved, []);
});

test("what a registry said stays until registries are asked again", () => {
  const moved = judgement([judged("gull", [finding("unvetted-update")])], { isOnline: true });
  const offline = judgement([judged("gull")]);
  assert.deepEqual(after(moved, offline, offline).resolved, []);
  const asked = judgement([judged("gull")], { isOnline: true });
  assert.equal(after(moved, offline, asked).resolved.length, 1);
});
