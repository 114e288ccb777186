import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";

import * as fc from "fast-check";

import { parseNpmSpec } from "../../src/launchers/npm-spec.ts";

interface Semver {
  valid(text: string, loose: boolean): string | null;
  validRange(text: string, loose: boolean): string | null;
}

const semver = createRequire(import.meta.url)("semver") as Semver;

const NAME = fc.stringMatching(/^(?:@[a-z0-9][a-z0-9._-]{0,8}\/)?[a-z0-9][a-z0-9._-]{0,12}$/);
const NUMBER = fc.nat({ max: 999 });
const VERSION = fc.tuple(NUMBER, NUMBER, NUMBER).map((parts) => parts.join("."));

describe("npm specs", () => {
  it("give back the name and version that they were written from", () => {
    fc.assert(
      fc.property(NAME, fc.option(fc.oneof(VERSION, fc.constant("latest"))), (name, version) => {
        const parsed = parseNpmSpec(version === null ? name : `${name}@${version}`);
        assert.equal(parsed?.name, name);
        assert.equal(parsed.versionSpec, version);
      }),
    );
  });

  it("are exact, ranges or tags where node-semver, and so npm, says so", () => {
    const text = fc.oneof(
      VERSION,
      fc.stringMatching(/^[\^~<>=v ]{0,3}[0-9x*]{1,2}(?:\.[0-9x*]{1,2}){0,2}(?:-[a-z0-9.]{1,4})?$/),
      fc.stringMatching(/^[0-9.x*^~<>=| v-]{1,12}$/),
      fc.stringMatching(/^[a-z][a-z0-9.-]{0,8}$/),
    );
    fc.assert(
      fc.property(text, (spec) => {
        const level = parseNpmSpec(`pkg@${spec}`)?.pinLevel ?? null;
        const isVersion = semver.valid(spec.trim(), true) !== null;
        const isRange = semver.validRange(spec.trim(), true) !== null;
        if (level === "exact") assert.ok(isVersion, spec);
        else if (isVersion) assert.equal(level, null, spec);
        if (level === "range") assert.ok(isRange && !isVersion, spec);
        if (level === "tag") assert.ok(!isRange, spec);
      }),
      { numRuns: 3000 },
    );
  });
});
