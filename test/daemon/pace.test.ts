import assert from "node:assert/strict";
import { test } from "node:test";

import { isOverdue, jumpBetween } from "../../src/daemon/clock.ts";
import { injectedVariables } from "../../src/daemon/injected.ts";
import { addChange, type Look, lookAt, type Pending } from "../../src/daemon/pace.ts";

function pendingOf(...times: readonly number[]): Pending {
  let pending: Pending | null = null;
  for (const time of times) pending = addChange(pending, time);
  if (pending === null) throw new Error("nothing changed");
  return pending;
}

test("one change is looked at when it has been quiet for a moment", () => {
  assert.equal(lookAt(pendingOf(1000), []), 1250);
  assert.equal(lookAt(pendingOf(1000, 1100, 1200), []), 1450);
});

test("changes without an end are looked at within a second", () => {
  const times = Array.from({ length: 100 }, (_, n) => 1000 + n * 20);
  assert.equal(lookAt(pendingOf(...times), []), 2000);
});

test("in a storm looks take no more than a third of the time, and no change waits for ever", () => {
  const looks: Look[] = [];
  let now = 0;
  const end = 10 * 60_000;
  let longest = 0;
  while (now < end) {
    const at = Math.max(lookAt(pendingOf(now), looks), now);
    longest = Math.max(longest, at - now);
    now = at + 800;
    looks.push({ ended: now, took: 800 });
  }
  assert.ok(looks.length * 800 < end / 3, `${looks.length} looks`);
  assert.ok(longest <= 15_250, String(longest));
});

test("looks of long ago slow nobody down", () => {
  const looks = Array.from({ length: 20 }, (_, n) => ({ ended: n * 1000, took: 900 }));
  assert.equal(lookAt(pendingOf(200_000), looks), 200_250);
});

const at = (wall: number, steady: number) => ({ wall, steady });

test("a tick in time is no jump, and one that is a little late is none", () => {
  assert.equal(jumpBetween(at(0, 0), at(30_000, 30_000)), null);
  assert.equal(jumpBetween(at(0, 0), at(55_000, 55_000)), null);
});

test("a machine that slept, a process that was stopped and a clock that was set back are told apart", () => {
  assert.equal(jumpBetween(at(0, 0), at(8 * 3_600_000, 30_000))?.kind, "asleep");
  assert.equal(jumpBetween(at(0, 0), at(300_000, 300_000))?.kind, "stopped");
  assert.equal(jumpBetween(at(10_000_000, 0), at(1000, 30_000))?.kind, "set-back");
});

test("a job is overdue when its time has passed and nobody ran it", () => {
  assert.ok(isOverdue({ due: 0 }, 6_000));
  assert.ok(!isOverdue({ due: 0 }, 1_000));
  assert.ok(!isOverdue({ due: null }, 1e12));
});

test("variables that load code are named, proxies and certificates are not", () => {
  const env = {
    NODE_OPTIONS: "--require /evil.js",
    LD_PRELOAD: "/evil.so",
    DYLD_INSERT_LIBRARIES: "/evil.dylib",
    NODE_PATH: "",
    HTTPS_PROXY: "http://proxy.test",
    NODE_EXTRA_CA_CERTS: "/etc/ca.pem",
  };
  assert.deepEqual(injectedVariables(env), ["DYLD_INSERT_LIBRARIES", "LD_PRELOAD", "NODE_OPTIONS"]);
});
