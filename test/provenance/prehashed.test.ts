import assert from "node:assert/strict";
import { createHash, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";

import { verifyPrehashed } from "../../src/provenance/prehashed.ts";

test("a signature verifies over the digest of what was signed, and over no other", () => {
  const message = Buffer.from("a file");
  const digest = createHash("sha256").update(message).digest();
  const other = createHash("sha256").update("another file").digest();
  for (const namedCurve of ["P-256", "P-384"]) {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve });
    // Half of all signatures have an S in the upper half; both halves are good.
    for (let round = 0; round < 8; round += 1) {
      const signature = sign("sha256", message, privateKey);
      assert.ok(verifyPrehashed(publicKey, digest, signature), namedCurve);
      assert.ok(!verifyPrehashed(publicKey, other, signature), namedCurve);
    }
  }
});

test("keys of other kinds need the file", () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = createPublicKey(privateKey);
  assert.throws(() => verifyPrehashed(key, Buffer.alloc(32), Buffer.alloc(64)), /give the file/);
});
