import assert from "node:assert/strict";
import { test } from "node:test";

import { evidenceVerifier } from "../../src/adapters/evidence.ts";
import { type GatheredAnswers, judgeEvidence } from "../../src/lock/npm/gather-evidence.ts";
import { parseTrustRoot } from "../../src/provenance/trust-root.ts";
import { integrityOf } from "../support/pins.ts";
import { RegistryKey } from "../support/registry/keys.ts";

const key = new RegistryKey();
const ROOT = { tlogs: [], ctlogs: [], certificateAuthorities: [], timestampAuthorities: [] };
const VERIFIER = evidenceVerifier(
  () => Promise.resolve(parseTrustRoot(ROOT, { keys: key.trusted() })),
  new Date("2026-11-22T20:00:00Z"),
);

interface Claimed {
  readonly isDefault: boolean;
  readonly isSigned: boolean;
  readonly othersAreSigned?: boolean;
}

function gathered(
  name: string,
  { isDefault, isSigned, othersAreSigned = isSigned }: Claimed,
): GatheredAnswers {
  const artifact = { name, version: "1.0.0", integrity: integrityOf(name) };
  const signatures = isSigned ? [key.sign(name, "1.0.0", artifact.integrity)] : [];
  const claims = {
    registry: isDefault ? "registry.test" : "packages.company.test",
    isDefault,
    signatures,
    signs: othersAreSigned,
    isAttested: false,
  };
  const nothing = { published: null, publisher: null, repository: null, deprecated: null };
  const attestations = { state: "none", reason: "none" } as const;
  return { artifact, document: { ...artifact, ...nothing, claims }, attestations };
}

/** Whether each is signed, has had its signature taken away, or could not be asked. */
async function judged(...all: readonly GatheredAnswers[]): Promise<readonly string[]> {
  const evidence = await judgeEvidence(VERIFIER, all);
  return evidence.map(({ signature, invalid }) =>
    signature ? "signed" : invalid.length > 0 ? "stripped" : "unknown",
  );
}

test("npm's own registry signs every package or none", async () => {
  const signed = gathered("gull", { isDefault: true, isSigned: true });
  const plain = gathered("tern", { isDefault: true, isSigned: false });
  assert.deepEqual(await judged(signed, plain), ["signed", "stripped"]);
  assert.deepEqual(await judged(plain, plain), ["unknown", "unknown"]);
});

test("a company's registry may have unsigned packages of its own beside signed ones", async () => {
  const passedOn = gathered("gull", { isDefault: false, isSigned: true });
  const own = gathered("@company/tern", { isDefault: false, isSigned: false });
  assert.deepEqual(await judged(passedOn, own), ["signed", "unknown"]);
  const stripped = { isDefault: false, isSigned: false, othersAreSigned: true };
  assert.deepEqual(await judged(gathered("gull", stripped)), ["stripped"]);
});
