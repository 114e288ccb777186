import assert from "node:assert/strict";
import { test } from "node:test";

import { publicationTime } from "../../src/policy/published.ts";

const LONG_AGO = "2026-01-01T00:00:00Z";
const MONDAY = "2026-11-16T00:00:00Z";
const TODAY = "2026-11-22T20:00:00Z";
const seen = (firstSeen: string, claimed: string | null) => ({ firstSeen, claimed });

for (const [title, args, expected] of [
  ["a log's word counts, whatever the registry says", [LONG_AGO, MONDAY, null], [MONDAY, "log"]],
  ["a registry's word where there is no other", [MONDAY, null, null], [MONDAY, "registry"]],
  ["nobody's word is none", [null, null, null], [null, "registry"]],
  ["no time of day is no word", ["yesterday", null, null], [null, "registry"]],
  [
    "a mirror that says today of what was seen on Monday is not believed",
    [TODAY, null, seen(MONDAY, MONDAY)],
    [MONDAY, "first-seen"],
  ],
  [
    "a registry that says long ago of what it called young is not believed",
    [LONG_AGO, null, seen(TODAY, MONDAY)],
    [MONDAY, "first-seen"],
  ],
  [
    "without a time the day of the first sight counts",
    [null, null, seen(MONDAY, null)],
    [MONDAY, "first-seen"],
  ],
  [
    "the same word twice is the registry's",
    [MONDAY, null, seen(TODAY, MONDAY)],
    [MONDAY, "registry"],
  ],
] as const)
  test(title, () => {
    const [claimed, log, sighting] = args;
    const { time, origin } = publicationTime(claimed, log, sighting);
    assert.deepEqual([time, origin], expected);
  });
