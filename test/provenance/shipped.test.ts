import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { sha256Of } from "../../src/model/digest.ts";
import { SHIPPED, shippedTrust } from "../../src/provenance/shipped.ts";

const bytesOf = (file: string): Buffer =>
  readFileSync(new URL(`../../src/provenance/shipped/${file}`, import.meta.url));

test("the trust material that comes along is what its digests say", () => {
  assert.equal(sha256Of(bytesOf("trusted-root.json")), SHIPPED.trustedRoot);
  assert.equal(sha256Of(bytesOf("npm-keys.json")), SHIPPED.registryKeys);
  const { signed } = JSON.parse(bytesOf("root.json").toString()) as { signed: { version: number } };
  assert.equal(signed.version, SHIPPED.versions.root);
});

test("it knows the logs of Sigstore and the keys of the registry for both uses", () => {
  const { material, registryKeys } = shippedTrust();
  assert.ok(material.tlogs.length >= 2);
  assert.ok(material.certificateAuthorities.length >= 2);
  for (const usage of ["npm:signatures", "npm:attestations"])
    assert.ok(registryKeys.some((key) => key.usage === usage && key.end === null));
});
