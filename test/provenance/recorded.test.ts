import assert from "node:assert/strict";
import { test } from "node:test";

import type { BuildIdentity } from "../../src/model/provenance.ts";
import {
  type AttestationDemand,
  verifyAttestationFile,
} from "../../src/provenance/attestation-file.ts";
import { compareIdentity } from "../../src/provenance/compare.ts";
import { parseSubjectPurl } from "../../src/provenance/purl-subject.ts";
import { verifyRegistrySignature } from "../../src/provenance/registry-signature.ts";
import { judge } from "../../src/provenance/rejection.ts";
import { shippedTrust } from "../../src/provenance/shipped.ts";
import { parseTrustRoot } from "../../src/provenance/trust-root.ts";
import {
  type RecordedEntry,
  recorded,
  recordedEntries,
  SKIP_RECORDED,
} from "../support/recorded.ts";

const NOW = new Date("2026-11-22T20:00:00Z");

function demandFor(entry: RecordedEntry): AttestationDemand {
  const { ecosystem = "", package: name = "", version = "", integrity = "sha256:00" } = entry;
  const [algorithm, digest] = integrity.split(/[:-](.*)/s);
  const isNpm = algorithm === "sha512";
  return {
    trust: shippedTrust(),
    now: NOW,
    subject: {
      kind: "digest",
      name: name === "" ? null : parseSubjectPurl(`pkg:${ecosystem}/${name}@${version}`),
      algorithm: isNpm ? "sha512" : "sha256",
      hex: isNpm ? Buffer.from(digest ?? "", "base64").toString("hex") : (digest ?? ""),
    },
    identity: null,
    key: null,
  };
}

const KINDS = [
  "npm-attestations",
  "npm-bundles",
  "bundle",
  "pep740-attestation",
  "pep740-provenance",
];

for (const entry of recordedEntries(...KINDS)) {
  for (const file of entry.files ?? [entry.file])
    test(`${file}: ${entry.expected}`, () => {
      const { rejected } = judge(() => verifyAttestationFile(recorded(file), demandFor(entry)));
      assert.equal(rejected === null, entry.expected === "accept", rejected ?? "it was accepted");
    });
}

test(
  "an attestation of Sigstore's staging is one where its root is trusted",
  { skip: SKIP_RECORDED },
  () => {
    const entry = recordedEntries("pep740-attestation").find(
      ({ package: name }) => name === "rfc8785",
    );
    assert.ok(entry !== undefined);
    const trust = parseTrustRoot(
      JSON.parse(recorded("trust/staging-trusted_root.json").toString()),
    );
    const { attestations } = verifyAttestationFile(recorded(entry.file), {
      ...demandFor(entry),
      trust,
    });
    assert.match(attestations[0]?.claims?.san ?? "", /@/);
  },
);

interface Signed {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly time: string | null;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

test(
  "recorded signatures of npm's registry verify, and none for another package",
  { skip: SKIP_RECORDED },
  () => {
    const all = JSON.parse(
      recorded("npm/registry-signatures.json").toString(),
    ) as readonly Signed[];
    assert.ok(all.length > 90);
    for (const { name, version, integrity, time, signatures } of all) {
      const signed = { name, version, integrity, published: time };
      assert.ok(verifyRegistrySignature(shippedTrust(), signed, signatures).startsWith("SHA256:"));
      for (const other of [
        { name: `${name}x` },
        { version: "99.0.0" },
        { integrity: "sha512-AA==" },
      ])
        assert.throws(() =>
          verifyRegistrySignature(shippedTrust(), { ...signed, ...other }, signatures),
        );
    }
  },
);

function identityIn(file: string): BuildIdentity {
  const entry = recordedEntries("npm-attestations").find(
    (one) => one.file === `npm/attestations/${file}.json`,
  );
  assert.ok(entry !== undefined);
  const { attestations } = verifyAttestationFile(recorded(entry.file), demandFor(entry));
  const claims = attestations.find((one) => one.claims !== null)?.claims;
  assert.ok(claims);
  return claims.identity;
}

test("real pairs: a changed workflow, and a changed signer", { skip: SKIP_RECORDED }, () => {
  const compare = (a: string, b: string): readonly string[] =>
    compareIdentity(identityIn(a), identityIn(b)).map(({ kind, weight }) => `${weight} ${kind}`);
  // An own workflow became a reusable one of somebody else: the source is the same, the signer is not.
  assert.deepEqual(
    compare("laurentsimon__provenance-npm-test@1.0.3", "laurentsimon__provenance-npm-test@1.0.5"),
    ["block signer-changed", "review workflow-changed"],
  );
  // Certificates without ids can be compared by name alone.
  assert.deepEqual(compare("sigstore@1.0.0", "sigstore@2.3.1"), [
    "block signer-changed",
    "review ref-changed",
  ]);
  assert.deepEqual(compare("sigstore@0.4.0", "sigstore@1.0.0"), []);
});

test("the source of a reusable workflow is told from its signer", { skip: SKIP_RECORDED }, () => {
  const { repository, signer, workflow } = identityIn("laurentsimon__provenance-npm-test@1.0.5");
  assert.equal(repository, "https://github.com/laurentsimon/provenance-npm-test");
  assert.equal(workflow, ".github/workflows/release-slsa3.yml");
  assert.match(signer, /^https:\/\/github\.com\/slsa-framework\/slsa-github-generator\/.*\.yml$/);
});
