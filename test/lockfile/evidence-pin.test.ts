import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";
import * as v from "valibot";

import { EvidencePin, evidencePin, evidenceRecord } from "../../src/lockfile/evidence-pin.ts";
import { type BuildIdentity, type EvidenceRecord, levelOf } from "../../src/model/provenance.ts";

const text = fc.option(fc.string({ maxLength: 40 }));
const identity: fc.Arbitrary<BuildIdentity> = fc.record({
  issuer: fc.string(),
  repository: text,
  repositoryId: text,
  ownerId: text,
  workflow: text,
  signer: fc.string(),
  ref: fc.option(fc.constantFrom("branch", "tag", "pull", "other")),
  environment: text,
  runner: text,
});
const records = fc
  .record({
    signature: fc.constantFrom("verified", "unknown", "none"),
    publish: fc.boolean(),
    provenance: fc.option(identity),
  })
  .map(({ signature, publish, provenance }): EvidenceRecord => {
    const parts = {
      signature: signature === "verified",
      ...(signature === "unknown" ? { unknownSignature: true } : {}),
      publish,
      provenance,
    };
    return { level: levelOf(parts), ...parts };
  });

test("evidence is read from a pin as it was written, and fits the schema", () => {
  fc.assert(
    fc.property(records, (record) => {
      const pin = evidencePin(record);
      assert.deepEqual(v.parse(EvidencePin, JSON.parse(JSON.stringify(pin))), pin);
      assert.deepEqual(evidenceRecord(pin), structuredClone(record));
    }),
  );
});

test("a pin from before evidence was recorded has none", () => {
  assert.equal(evidenceRecord(undefined), null);
});
