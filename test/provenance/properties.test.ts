import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, test } from "node:test";

import * as fc from "fast-check";

import type { Provenance } from "../../src/model/provenance.ts";
import { verifyNpmAttestations } from "../../src/provenance/npm-attestations.ts";
import { isSameFileName, parsePythonFileName } from "../../src/provenance/python-file-name.ts";
import { parseSubjectPurl } from "../../src/provenance/purl-subject.ts";
import { judge } from "../../src/provenance/rejection.ts";
import type { TrustRoot } from "../../src/provenance/trust-root.ts";
import { TestSigstore } from "../support/sigstore.ts";

const ARCHIVE = {
  name: "@shore/gull",
  version: "1.0.0",
  archive: Buffer.from("the bytes of gull"),
};
const SUBJECT = {
  name: ARCHIVE.name,
  version: ARCHIVE.version,
  sha512: createHash("sha512").update(ARCHIVE.archive).digest("hex"),
};
const NOW = new Date("2026-11-22T20:00:00Z");

let trust: TrustRoot;
let good: unknown;
let identity: Provenance["identity"] | undefined;
before(async () => {
  const sigstore = await TestSigstore.start();
  trust = sigstore.trust();
  good = await sigstore.attestations(ARCHIVE, { at: new Date("2026-07-01T12:00:00Z") });
  const { proved } = verified(Buffer.from(JSON.stringify(good)));
  identity = proved?.provenance?.identity;
  assert.ok(identity !== undefined);
});

const verified = (bytes: Uint8Array) =>
  judge(() => verifyNpmAttestations(trust, bytes, SUBJECT, NOW));

/** Never a crash; and where it is still believed, it says what it said before or less. */
function assertSafe(bytes: Uint8Array): void {
  const { proved, rejected } = verified(bytes);
  if (proved === null) assert.ok(rejected.length > 0);
  else if (proved.provenance !== null) assert.deepEqual(proved.provenance.identity, identity);
}

/** Puts another value somewhere into JSON, or takes something away. */
function changed(json: unknown, steps: readonly number[], value: unknown): unknown {
  if (typeof json !== "object" || json === null || steps.length === 0) return value;
  const copy: object = structuredClone(json);
  const keys = Object.keys(copy);
  const key = keys[(steps[0] ?? 0) % Math.max(1, keys.length)];
  if (key === undefined) return value;
  const place = copy as Record<string, unknown>;
  const next = changed(place[key], steps.slice(1), value);
  if (next === undefined) delete place[key];
  else place[key] = next;
  return copy;
}

test("an answer that was changed anywhere is rejected, or says nothing else", () => {
  const other = fc.oneof(
    fc.jsonValue(),
    fc.constant(undefined),
    fc.constantFrom("", "AAAA", "0", "-1", "99999999999999999999", "application/json"),
  );
  fc.assert(
    fc.property(fc.array(fc.nat(7), { minLength: 1, maxLength: 8 }), other, (steps, value) =>
      assertSafe(Buffer.from(JSON.stringify([changed(good, steps, value)]).slice(1, -1))),
    ),
    { numRuns: 200 },
  );
});

test("an answer with other bytes anywhere is rejected, or says nothing else", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(255), (at, byte) => {
      const bytes = Buffer.from(JSON.stringify(good));
      bytes[at % bytes.length] = byte;
      assertSafe(bytes);
    }),
    { numRuns: 200 },
  );
});

test("any bytes are no answer", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      assert.notEqual(verified(bytes).rejected, null);
    }),
  );
});

test("names of files and packages are read without throwing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (a, b) => {
      parsePythonFileName(a);
      parseSubjectPurl(a);
      parseSubjectPurl(`pkg:npm/${a}@${b}`);
      assert.equal(isSameFileName(a, b), isSameFileName(b, a));
    }),
  );
});
