import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { DoctorHome } from "../support/doctor-home.ts";

const CORPUS = new URL("../../../shared/data/launch-corpus.jsonl", import.meta.url);
const skip = existsSync(CORPUS) ? false : "shared/data is not there";

interface Row {
  readonly entry: object | null;
  readonly source: string;
}

test("in the published entries no secret is seen: they hold none", { skip }, async () => {
  const rows = readFileSync(CORPUS, "utf8").trim().split("\n");
  let looked = 0;
  for (const line of rows) {
    const { entry, source } = JSON.parse(line) as Row;
    if (entry === null || typeof entry !== "object") continue;
    const { findings } = await new DoctorHome().configures({ a: entry }, "cursor").examines();
    assert.deepEqual(
      findings.filter(({ ruleId }) => ruleId === "plain-secret").map(({ message }) => message),
      [],
      source,
    );
    looked += 1;
  }
  assert.ok(looked > 140, `${looked} entries`);
});
