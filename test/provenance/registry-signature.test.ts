import assert from "node:assert/strict";
import { test } from "node:test";

import { verifyRegistrySignature } from "../../src/provenance/registry-signature.ts";
import { judge } from "../../src/provenance/rejection.ts";
import { parseTrustRoot } from "../../src/provenance/trust-root.ts";
import { RegistryKey } from "../support/registry/keys.ts";

const GULL = {
  name: "@sea/gull",
  version: "1.0.0",
  integrity: "sha512-AAAA",
  published: "2026-05-01T00:00:00Z",
};
const ROOT = { tlogs: [], ctlogs: [], certificateAuthorities: [], timestampAuthorities: [] };

const key = new RegistryKey();
const good = key.sign(GULL.name, GULL.version, GULL.integrity);

function rejection(
  signatures: readonly { readonly keyid: string; readonly sig: string }[],
  parts: Partial<typeof GULL> | { readonly published: null } = {},
  keys: readonly object[] = key.trusted(),
): string | null {
  const trust = parseTrustRoot(ROOT, { keys });
  return judge(() => verifyRegistrySignature(trust, { ...GULL, ...parts }, signatures)).rejected;
}

test("a signature of exactly this name, version and integrity", () => {
  assert.equal(rejection([good]), null);
  for (const parts of [{ name: "gull" }, { version: "1.0.1" }, { integrity: "sha512-AAAB" }])
    assert.match(rejection([good], parts) ?? "", /not of this name, version and integrity/);
});

test("none, empty, malformed, or by a stranger", () => {
  const stranger = new RegistryKey();
  const other = stranger.sign(GULL.name, GULL.version, GULL.integrity);
  assert.match(rejection([]) ?? "", /missing/);
  assert.match(rejection([{ keyid: good.keyid, sig: "" }]) ?? "", /not of this name/);
  assert.match(rejection([{ keyid: good.keyid, sig: "%%%" }]) ?? "", /not base64/);
  assert.match(rejection([{ keyid: good.keyid, sig: other.sig }]) ?? "", /not of this name/);
  assert.match(rejection([other]) ?? "", /key that is not known/);
  assert.match(rejection(Array.from({ length: 17 }, () => good)) ?? "", /more signatures/);
});

test("a good signature beside a wrong one by a known key does not make up for it", () => {
  const wrong = { keyid: good.keyid, sig: key.sign("x", "1.0.0", "y").sig };
  assert.match(rejection([good, wrong]) ?? "", /not of this name/);
  // One by a stranger says nothing.
  assert.equal(rejection([good, new RegistryKey().sign("x", "1", "y")]), null);
});

test("a key that ended counts for what was published before its end", () => {
  const ended = new RegistryKey();
  ended.expires = "2026-06-01T00:00:00Z";
  const sig = ended.sign(GULL.name, GULL.version, GULL.integrity);
  const keys = ended.trusted();
  assert.equal(rejection([sig], {}, keys), null);
  assert.match(
    rejection([sig], { published: "2026-06-02T00:00:00Z" }, keys) ?? "",
    /ended on 2026-06-01/,
  );
  assert.equal(rejection([sig], { published: null }, keys), null);
});

test("a key for statements signs no packages", () => {
  const [, forStatements] = key.trusted();
  assert.match(rejection([good], {}, [forStatements ?? {}]) ?? "", /key that is not known/);
});
