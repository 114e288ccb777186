import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { PinfoldError } from "../../src/errors.ts";
import { remember } from "../../src/run/remember.ts";
import { KeptHome } from "../support/kept-home.ts";

interface Told {
  readonly event: string;
  readonly message: string;
  readonly by: string;
  readonly subject?: string;
  readonly rule?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What the log of a home tells, apart from records of state. */
function logOf({ home }: KeptHome): readonly Told[] {
  const folder = home.at(".local/state/pinfold/audit");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n"))
    .map((line) => JSON.parse(line) as Told)
    .filter(({ event }) => event !== "state-written" && !event.startsWith("log-"));
}

test("a refusal is remembered with what was found", async () => {
  await using kept = await KeptHome.start();
  kept.edits("node_modules/wave/cli.js", "log(1)", "log(2)");
  assert.equal((await kept.run()).code, 1);
  const { event, by, subject, rule, message, details } = logOf(kept).at(-1) ?? {};
  assert.deepEqual(
    { event, by, subject, rule },
    { event: "run-refused", by: "run", subject: "npm:reef", rule: "modified-file" },
  );
  assert.match(message ?? "", /^npm:reef was not started: wave 2\.0\.0 was changed on disk/);
  assert.match(String(details?.["findings"]), /^error modified-file: wave 2\.0\.0/);
});

test("a record of our own that was tampered with is a refusal, and remembered", async () => {
  await using kept = await KeptHome.start();
  const { state } = kept;
  const file = state.adopted.pathOf("adopted");
  writeFileSync(file, readFileSync(file, "utf8").replace('"revision": 1', '"revision": 0'));
  const { code, started, said } = await kept.run();
  assert.deepEqual([code, started], [1, null]);
  assert.match(said, /^pinfold: refused to start npm:reef\npinfold: .*was changed by something/);
  assert.equal(logOf(kept).at(-1)?.event, "run-refused");
});

test("a clean start leaves no record", async () => {
  await using kept = await KeptHome.start();
  const before = logOf(kept).length;
  assert.equal((await kept.run()).code, 0);
  assert.equal(logOf(kept).length, before);
});

test("a log that cannot be written changes no answer", () => {
  const audit = {
    append() {
      throw new PinfoldError("input", "the disk is full", "make room");
    },
  };
  const world = { audit } as unknown as Parameters<typeof remember>[0];
  remember(world, { event: "run-refused", message: "npm:reef was not started" });
});

test("what sync and store change is remembered", async () => {
  await using kept = await KeptHome.start();
  const events = (): readonly string[] => logOf(kept).map(({ event }) => event);
  assert.ok(events().includes("store-changed"));
  kept.home.remove(kept.shelf);
  assert.equal((await kept.home.run("sync")).code, 0);
  assert.deepEqual(events().slice(-2), ["store-changed", "synced"]);
  kept.home.remove(".config/pinfold");
  assert.equal((await kept.home.run("store prune", "--yes")).code, 0);
  assert.equal(events().at(-1), "store-changed");
  assert.match(logOf(kept).at(-1)?.message ?? "", /^removed 1 folder/);
});
