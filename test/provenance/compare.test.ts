import assert from "node:assert/strict";
import { test } from "node:test";

import type { EvidenceDifference } from "../../src/model/evidence-difference.ts";
import {
  type BuildIdentity,
  type EvidenceRecord,
  levelOf,
  type ObservedEvidence,
} from "../../src/model/provenance.ts";
import {
  compareEvidence,
  compareIdentity,
  compareSuccessor,
} from "../../src/provenance/compare.ts";

const GULL: BuildIdentity = {
  issuer: "https://token.actions.githubusercontent.com",
  repository: "https://github.com/shore/gull",
  repositoryId: "1001",
  ownerId: "2002",
  workflow: ".github/workflows/release.yml",
  signer: "https://github.com/shore/gull/.github/workflows/release.yml",
  ref: "tag",
  environment: "release",
  runner: "github-hosted",
};

function record(parts: Partial<EvidenceRecord> = {}): EvidenceRecord {
  const parted = { signature: true, publish: true, provenance: GULL, ...parts };
  return { level: levelOf(parted), ...parted };
}

function observed(parts: Partial<ObservedEvidence> = {}): ObservedEvidence {
  return { ...record(parts), invalid: [], missing: [], details: null, ...parts };
}

const kinds = (differences: readonly EvidenceDifference[]): readonly string[] =>
  differences.map(({ kind, weight }) => `${weight} ${kind}`);

const changed = (parts: Partial<BuildIdentity>): readonly string[] =>
  kinds(compareIdentity(GULL, { ...GULL, ...parts }));

test("the same evidence differs in nothing", () => {
  assert.deepEqual(compareEvidence(record(), observed()), []);
  assert.deepEqual(compareSuccessor(record(), observed()), []);
});

test("another source, owner, issuer or signer blocks", () => {
  assert.deepEqual(changed({ repositoryId: "6666" }), ["block repository-changed"]);
  assert.deepEqual(changed({ ownerId: "6666" }), ["block owner-changed"]);
  assert.deepEqual(changed({ signer: "https://github.com/evil/x/.github/workflows/y.yml" }), [
    "block signer-changed",
  ]);
  assert.deepEqual(changed({ issuer: "https://gitlab.com" }), ["block issuer-changed"]);
  // The name of a deleted repository was taken by another one.
  assert.deepEqual(changed({ repositoryId: null }), ["block repository-changed"]);
});

test("a renamed repository is a note, though its address is part of the signer", () => {
  const repository = "https://github.com/coast/gull";
  const signer = `${repository}/.github/workflows/release.yml`;
  assert.deepEqual(changed({ repository, signer }), ["note repository-renamed"]);
});

test("another workflow, kind of ref, environment or runner of the same source is to be reviewed", () => {
  assert.deepEqual(changed({ workflow: ".github/workflows/other.yml" }), [
    "review workflow-changed",
  ]);
  assert.deepEqual(changed({ ref: "branch" }), ["review ref-changed"]);
  assert.deepEqual(changed({ environment: null }), ["review environment-changed"]);
  assert.deepEqual(changed({ runner: "self-hosted" }), ["review runner-changed"]);
});

test("what an old certificate did not say is not changed when a newer one says it", () => {
  const old = {
    ...GULL,
    repositoryId: null,
    ownerId: null,
    workflow: null,
    environment: null,
    runner: null,
  };
  assert.deepEqual(compareIdentity(old, GULL), []);
  assert.deepEqual(
    kinds(compareIdentity(old, { ...GULL, repository: "https://github.com/evil/gull" })),
    ["block repository-changed", "block signer-changed"],
  );
});

test("an answer that holds less than before blocks, one that could not be had is unknown", () => {
  const missing = [{ part: "attestations", reason: "404" }] as const;
  const none = { publish: false, provenance: null };
  assert.deepEqual(kinds(compareEvidence(record(), observed({ provenance: null }))), [
    "block provenance-lost",
  ]);
  assert.deepEqual(kinds(compareEvidence(record(), observed({ ...none, missing }))), [
    "unknown provenance-missing",
  ]);
  const plain = record({ provenance: null });
  assert.deepEqual(kinds(compareEvidence(plain, observed({ ...none, missing }))), [
    "unknown publish-missing",
  ]);
  assert.deepEqual(kinds(compareEvidence(record(), observed({ signature: false }))), [
    "block signature-lost",
  ]);
});

test("of a new version what its predecessor had and it has not blocks, whatever the reason", () => {
  const missing = [{ part: "attestations", reason: "404" }] as const;
  const none = { publish: false, provenance: null, missing };
  assert.deepEqual(kinds(compareSuccessor(record(), observed(none))), ["block provenance-missing"]);
});

test("what is invalid is all that is said", () => {
  const invalid = ["attestations: it is malformed"];
  assert.deepEqual(kinds(compareEvidence(record(), observed({ invalid, signature: false }))), [
    "block invalid",
  ]);
});

test("more than was pinned is a note", () => {
  const before = record({ publish: false, provenance: null });
  assert.deepEqual(compareEvidence(before, observed()), [
    { kind: "gained", weight: "note", pinned: "signature", observed: "provenance" },
  ]);
});

test("a signature by a key that is not known proves nothing, and is missed when it is gone", () => {
  const pinned = record({
    signature: false,
    unknownSignature: true,
    publish: false,
    provenance: null,
  });
  assert.equal(pinned.level, "none");
  const missing = [{ part: "signature", reason: "none" }] as const;
  const none = { signature: false, publish: false, provenance: null, missing };
  assert.deepEqual(
    kinds(compareEvidence(pinned, observed({ ...none, unknownSignature: true }))),
    [],
  );
  assert.deepEqual(kinds(compareEvidence(pinned, observed(none))), ["unknown signature-missing"]);
  // It does not stand in for one that was verified.
  const verified = record({ publish: false, provenance: null });
  assert.deepEqual(
    kinds(compareEvidence(verified, observed({ ...none, unknownSignature: true }))),
    ["unknown signature-missing"],
  );
});
