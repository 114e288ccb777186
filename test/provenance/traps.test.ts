// What an attacker can hand us in place of a good attestation. Each case was seen to pass without the
// guard that it is for.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { before, test } from "node:test";

import {
  type AttestationDemand,
  type DemandedSubject,
  verifyAttestationFile,
} from "../../src/provenance/attestation-file.ts";
import { parseBundle } from "../../src/provenance/bundle.ts";
import { npmEvidence } from "../../src/provenance/npm-evidence.ts";
import { verifyNpmAttestations } from "../../src/provenance/npm-attestations.ts";
import { judge } from "../../src/provenance/rejection.ts";
import { parseTrustRoot } from "../../src/provenance/trust-root.ts";
import { statementOf, TestSigstore } from "../support/sigstore.ts";

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
const AT = new Date("2026-07-01T12:00:00Z");
const SLSA = "https://slsa.dev/provenance/v1";

let sigstore: TestSigstore;
before(async () => {
  sigstore = await TestSigstore.start();
});

/** Why an answer is rejected; null where it is believed. */
function rejectionOf(answer: unknown, subject = SUBJECT, now = NOW): string | null {
  const bytes = Buffer.from(JSON.stringify(answer));
  return judge(() => verifyNpmAttestations(sigstore.trust(), bytes, subject, now)).rejected;
}

const answerOf = (...attestations: readonly unknown[]): unknown => ({ attestations });

test("a good answer is believed", async () => {
  assert.equal(rejectionOf(await sigstore.attestations(ARCHIVE, { at: AT })), null);
});

test("1: a statement about other bytes, another package or another version", async () => {
  const good = await sigstore.attestations(ARCHIVE, { at: AT });
  assert.match(rejectionOf(good, { ...SUBJECT, sha512: "00" }) ?? "", /other bytes/);
  assert.match(rejectionOf(good, { ...SUBJECT, name: "@shore/tern" }) ?? "", /something else/);
  assert.match(rejectionOf(good, { ...SUBJECT, version: "1.0.1" }) ?? "", /something else/);
});

test("1: name and digest must stand in one entry, and there must be one", async () => {
  const statement = {
    ...statementOf(ARCHIVE, SLSA, {}),
    subject: [
      { name: "pkg:npm/%40shore/gull@1.0.0", digest: { sha512: "00" } },
      { name: "pkg:npm/other@1.0.0", digest: { sha512: SUBJECT.sha512 } },
    ],
  };
  const bundle = await sigstore.certified(statement, { at: AT });
  assert.match(rejectionOf(answerOf({ predicateType: SLSA, bundle })) ?? "", /several things/);
  const demand = demandFor({ name: "@shore/gull" });
  const file = Buffer.from(JSON.stringify(bundle));
  assert.match(judge(() => verifyAttestationFile(file, demand)).rejected ?? "", /other bytes/);
});

test("1: a payload or statement of another type", async () => {
  const statement = statementOf(ARCHIVE, SLSA, {});
  const other = await sigstore.certified(statement, { at: AT }, "application/json");
  assert.match(
    rejectionOf(answerOf({ predicateType: SLSA, bundle: other })) ?? "",
    /payload is of another type/,
  );
  const odd = await sigstore.certified(
    { ...statement, _type: "https://example.com/x" },
    { at: AT },
  );
  assert.match(
    rejectionOf(answerOf({ predicateType: SLSA, bundle: odd })) ?? "",
    /statements of type/,
  );
});

test("1: the kind that was signed counts, not the one that is announced", async () => {
  const bundle = await sigstore.certified(statementOf(ARCHIVE, "https://example.com/note", {}), {
    at: AT,
  });
  assert.match(rejectionOf(answerOf({ predicateType: SLSA, bundle })) ?? "", /announced as/);
});

function demandFor(parts: { readonly name?: string } = {}): AttestationDemand {
  return {
    trust: sigstore.trust(),
    now: NOW,
    subject: {
      kind: "digest",
      name: { type: "npm", name: parts.name ?? ARCHIVE.name, version: ARCHIVE.version },
      algorithm: "sha512",
      hex: SUBJECT.sha512,
    },
    identity: null,
    key: null,
  };
}

test("2: an identity is text, not a pattern", async () => {
  const { bundle } = await sigstore.provenance(ARCHIVE, { at: AT });
  const file = Buffer.from(JSON.stringify(bundle));
  const issuer = "https://token.actions.githubusercontent.com";
  const signer = "https://github.com/shore/gull/.github/workflows/release.yml@refs/heads/main";
  const verify = (san: string, by = issuer): string | null =>
    judge(() => verifyAttestationFile(file, { ...demandFor(), identity: { san, issuer: by } }))
      .rejected;
  assert.equal(verify(signer), null);
  for (const san of [signer.replaceAll("/", "."), ".*", "", signer.slice(1), `${signer}x`])
    assert.match(verify(san) ?? "", /another identity/, san);
  assert.match(verify(signer, "https://token.actions") ?? "", /another issuer/);
});

test("3: a key has no identity: it says nothing of who built a package", async () => {
  const bundle = await sigstore.keyed(statementOf(ARCHIVE, SLSA, {}), AT);
  assert.match(rejectionOf(answerOf({ predicateType: SLSA, bundle })) ?? "", /has no identity/);
  const identity = { san: "x", issuer: "y" };
  const file = Buffer.from(JSON.stringify((await sigstore.publishRecord(ARCHIVE, AT)).bundle));
  const { rejected } = judge(() => verifyAttestationFile(file, { ...demandFor(), identity }));
  assert.match(rejected ?? "", /has no identity, and one was demanded/);
});

test("3: a certificate does not speak for the registry", async () => {
  const { predicateType } = await sigstore.publishRecord(ARCHIVE, AT);
  const statement = statementOf(ARCHIVE, predicateType, {
    name: ARCHIVE.name,
    version: ARCHIVE.version,
  });
  const bundle = await sigstore.certified(statement, { at: AT });
  assert.match(
    rejectionOf(answerOf({ predicateType, bundle })) ?? "",
    /not signed by the registry/,
  );
});

test("3: a bundle without its log entry proves nothing", async () => {
  for (const part of ["certified", "keyed"] as const) {
    const bundle = await sigstore[part](statementOf(ARCHIVE, SLSA, {}));
    bundle.verificationMaterial.tlogEntries = [];
    assert.match(rejectionOf(answerOf({ predicateType: SLSA, bundle })) ?? "", /does not verify/);
  }
});

test("4: an older format does not do away with the proof of inclusion", async () => {
  const { bundle } = await sigstore.provenance(ARCHIVE, { at: AT });
  bundle.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.1";
  const [entry] = bundle.verificationMaterial.tlogEntries;
  delete entry?.inclusionProof;
  assert.match(
    rejectionOf(answerOf({ predicateType: SLSA, bundle })) ?? "",
    /certificate in a form that its format does not have/,
  );
  const { certificate } = bundle.verificationMaterial;
  delete bundle.verificationMaterial.certificate;
  bundle.verificationMaterial.x509CertificateChain = { certificates: [certificate] };
  assert.match(
    rejectionOf(answerOf({ predicateType: SLSA, bundle })) ?? "",
    /no proof of inclusion/,
  );
});

test("4: what was made before there was another format may do with the log's promise", async () => {
  const at = new Date("2023-05-01T00:00:00Z");
  const { bundle } = await sigstore.provenance(ARCHIVE, { at });
  bundle.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.1";
  const { certificate, tlogEntries } = bundle.verificationMaterial;
  delete bundle.verificationMaterial.certificate;
  bundle.verificationMaterial.x509CertificateChain = { certificates: [certificate] };
  const [entry] = tlogEntries;
  assert.ok(entry !== undefined);
  delete entry.inclusionProof;
  const { rejected } = judge(() => parseBundle(bundle));
  assert.match(rejected ?? "", /no proof of inclusion/, "a kind that its makers did not log");
  entry.kindVersion = { kind: "intoto", version: "0.0.2" };
  assert.equal(judge(() => parseBundle(bundle)).rejected, null);
  entry.integratedTime = String(Date.UTC(2025, 6, 1) / 1000);
  assert.match(judge(() => parseBundle(bundle)).rejected ?? "", /no proof of inclusion/);
  entry.integratedTime = String(at.getTime() / 1000);
  const others = [
    ["application/vnd.dev.sigstore.bundle+json;version=0.2", /inclusionProof/],
    ["application/vnd.dev.sigstore.bundle+json;version=0.1x", /are not known/],
    ["application/json", /are not known/],
  ] as const;
  for (const [mediaType, reason] of others) {
    bundle.mediaType = mediaType;
    assert.match(judge(() => parseBundle(bundle)).rejected ?? "", reason);
  }
});

test("4: a proof without its checkpoint, and a root that comes with a signature", async () => {
  const { bundle } = await sigstore.provenance(ARCHIVE, { at: AT });
  const { certificate } = bundle.verificationMaterial;
  const root = structuredClone(bundle);
  const [entry] = bundle.verificationMaterial.tlogEntries;
  delete entry?.inclusionProof?.checkpoint;
  bundle.mediaType = "application/vnd.dev.sigstore.bundle+json;version=0.1";
  delete bundle.verificationMaterial.certificate;
  bundle.verificationMaterial.x509CertificateChain = { certificates: [certificate] };
  assert.match(rejectionOf(answerOf({ predicateType: SLSA, bundle })) ?? "", /no checkpoint/);

  const { certificateAuthorities } = sigstore.trustedRoot as {
    certificateAuthorities: { certChain: { certificates: object[] } }[];
  };
  const own = certificateAuthorities[0]?.certChain.certificates[0];
  delete root.verificationMaterial.certificate;
  root.verificationMaterial.x509CertificateChain = { certificates: [certificate, own] };
  const { dsseEnvelope: _, ...rest } = root;
  const signed = {
    ...rest,
    mediaType: "application/vnd.dev.sigstore.bundle+json;version=0.2",
    messageSignature: {
      messageDigest: { algorithm: "SHA2_256", digest: Buffer.alloc(32).toString("base64") },
      signature: "AAAA",
    },
  };
  assert.match(judge(() => parseBundle(signed)).rejected ?? "", /brings the root/);
});

test("5: the signer is not the source, and old certificates have no ids", async () => {
  const identityOf = async (build: Parameters<TestSigstore["provenance"]>[1]) => {
    const bytes = Buffer.from(JSON.stringify(answerOf(await sigstore.provenance(ARCHIVE, build))));
    return verifyNpmAttestations(sigstore.trust(), bytes, SUBJECT, NOW).provenance?.identity;
  };
  const reusable = await identityOf({
    at: AT,
    signer: "https://github.com/builders/shared/.github/workflows/build.yml",
    ref: "refs/tags/v1.0.0",
  });
  assert.deepEqual(reusable, {
    issuer: "https://token.actions.githubusercontent.com",
    repository: "https://github.com/shore/gull",
    repositoryId: "1001",
    ownerId: "2002",
    workflow: ".github/workflows/release.yml",
    signer: "https://github.com/builders/shared/.github/workflows/build.yml",
    ref: "tag",
    environment: null,
    runner: "github-hosted",
  });
  const old = await identityOf({ at: AT, isOld: true });
  assert.deepEqual(
    [old?.repository, old?.repositoryId, old?.ownerId, old?.workflow],
    ["https://github.com/shore/gull", null, null, null],
  );
});

test("6: the publisher that an index names beside an attestation is not believed", async () => {
  const { verifyPypiProvenance } = await import("../../src/provenance/pep740.ts");
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "gull-1.0.0.tar.gz", digest: { sha256: "ab" } }],
    predicateType: "https://docs.index.example/attestations/publish/v1",
    predicate: null,
  };
  const answer = (bundle: Awaited<ReturnType<TestSigstore["certified"]>>) => ({
    version: 1,
    attestation_bundles: [
      {
        publisher: { kind: "GitHub", repository: "victim/gull", workflow: "release.yml" },
        attestations: [
          {
            version: 1,
            verification_material: {
              certificate: bundle.verificationMaterial.certificate?.rawBytes,
              transparency_entries: bundle.verificationMaterial.tlogEntries,
            },
            envelope: {
              statement: bundle.dsseEnvelope.payload,
              signature: bundle.dsseEnvelope.signatures[0]?.sig,
            },
          },
        ],
      },
    ],
  });
  const bytes = Buffer.from(
    JSON.stringify(answer(await sigstore.certified(statement, { at: AT }))),
  );
  const verify = (file: string, sha256 = "ab") =>
    verifyPypiProvenance(sigstore.trust(), bytes, { file, sha256 }, NOW);
  assert.equal(verify("gull-1.0.0.tar.gz").identity.repository, "https://github.com/shore/gull");
  assert.equal(verify("Gull-1.0.0.tar.gz").commit, "a".repeat(40));
  const other = { at: AT, repository: "https://github.com/evil/gull", repositoryId: "6666" };
  const both = answer(await sigstore.certified(statement, { at: AT }));
  both.attestation_bundles.push(
    ...answer(await sigstore.certified(statement, other)).attestation_bundles,
  );
  const mixed = Buffer.from(JSON.stringify(both));
  const named = { file: "gull-1.0.0.tar.gz", sha256: "ab" };
  assert.throws(
    () => verifyPypiProvenance(sigstore.trust(), mixed, named, NOW),
    /different identities/,
  );
  assert.throws(() => verify("gull-1.0.1.tar.gz"), /something else/);
  assert.throws(() => verify("gull-1.0.0.tar.gz", "cd"), /other bytes/);
});

test("7: whatever is malformed is a rejection with a reason", async () => {
  const good = await sigstore.provenance(ARCHIVE, { at: AT });
  const changed = (change: (bundle: typeof good.bundle) => void): unknown => {
    const copy = structuredClone(good);
    change(copy.bundle);
    return answerOf(copy);
  };
  const deep: unknown[] = [];
  for (let [level, list] = [0, deep]; level < 50_000; level += 1) {
    const inner: unknown[] = [];
    list.push(inner);
    list = inner;
  }
  const bad: readonly unknown[] = [
    null,
    [],
    "x",
    {},
    answerOf(),
    answerOf(null),
    answerOf({ predicateType: SLSA }),
    answerOf({ predicateType: SLSA, bundle: 7 }),
    changed((bundle) => void (bundle.verificationMaterial.certificate = { rawBytes: "AAAA" })),
    changed((bundle) => void (bundle.verificationMaterial.certificate = { rawBytes: "%%%" })),
    // ASN.1 that is nested as deep as its length allows.
    changed(
      (bundle) =>
        void (bundle.verificationMaterial.certificate = {
          rawBytes: Buffer.from("308030803080".repeat(20_000), "hex").toString("base64"),
        }),
    ),
    changed((bundle) => void (bundle.dsseEnvelope.payload = "!")),
    changed((bundle) => void (bundle.dsseEnvelope.signatures = [])),
    changed(
      (bundle) => void (bundle.verificationMaterial.tlogEntries[0]!.canonicalizedBody = "e30="),
    ),
    changed((bundle) => void (bundle.verificationMaterial.tlogEntries[0]!.logIndex = "-1")),
    changed((bundle) => void (bundle.verificationMaterial.tlogEntries[0]!.integratedTime = "x")),
  ];
  for (const answer of bad)
    assert.ok((rejectionOf(answer) ?? "").length > 8, JSON.stringify(answer));
  const asBytes = (text: string): string | null =>
    judge(() => verifyNpmAttestations(sigstore.trust(), Buffer.from(text), SUBJECT, NOW)).rejected;
  assert.match(asBytes("{") ?? "", /is not JSON/);
  assert.match(asBytes("\xff\xfe{}") ?? "", /attestations|JSON/);
  assert.match(
    asBytes(JSON.stringify({ attestations: Array(17).fill(good) })) ?? "",
    /no attestations/,
  );
  assert.match(asBytes(`${"[".repeat(2000)}${"]".repeat(2000)}`) ?? "", /deeper/);
  assert.match(asBytes(" ".repeat(50 * 1024 * 1024)) ?? "", /larger than any real one/);
});

test("where a key is demanded, what only certificates signed is none", async () => {
  const answer = Buffer.from(
    JSON.stringify(answerOf(await sigstore.provenance(ARCHIVE, { at: AT }))),
  );
  const key = sigstore.registryKey.publicKey;
  const { rejected } = judge(() => verifyAttestationFile(answer, { ...demandFor(), key }));
  assert.match(rejected ?? "", /not signed by a key/);
});

test("an envelope that names another key than the one that signed it was changed", async () => {
  for (const part of [await sigstore.provenance(ARCHIVE), await sigstore.publishRecord(ARCHIVE)]) {
    part.bundle.dsseEnvelope.signatures[0]!.keyid = "SHA256:another";
    assert.match(rejectionOf(answerOf(part), SUBJECT, new Date()) ?? "", /names another key/);
  }
});

test("two statements of who built it are none", async () => {
  const own = await sigstore.provenance(ARCHIVE, { at: AT });
  const attackers = await sigstore.provenance(ARCHIVE, {
    at: AT,
    repository: "https://github.com/evil/gull",
  });
  assert.match(rejectionOf(answerOf(own, attackers)) ?? "", /two statements say who built it/);
});

test("a record of publication by an unknown or ended key, or of another package", async () => {
  const stranger = await TestSigstore.start();
  assert.match(rejectionOf(answerOf(await stranger.publishRecord(ARCHIVE, AT))) ?? "", /not known/);
  const { predicateType } = await sigstore.publishRecord(ARCHIVE, AT);
  const statement = statementOf(ARCHIVE, predicateType, { name: "@shore/tern", version: "1.0.0" });
  const bundle = await sigstore.keyed(statement, AT);
  assert.match(rejectionOf(answerOf({ predicateType, bundle })) ?? "", /of another package/);
  const [signatures, attestations] = sigstore.keys() as {
    publicKey: { validFor: { start: string; end?: string } };
  }[];
  const ended = structuredClone(attestations!);
  ended.publicKey.validFor.end = "2026-06-01T00:00:00Z";
  const trust = parseTrustRoot(sigstore.trustedRoot, { keys: [signatures, ended] });
  const bytes = Buffer.from(JSON.stringify(answerOf(await sigstore.publishRecord(ARCHIVE, AT))));
  const { rejected } = judge(() => verifyNpmAttestations(trust, bytes, SUBJECT, NOW));
  assert.match(rejected ?? "", /not valid for timestamp/);
});

test("a log entry from the future is a rejection that asks for the clock", async () => {
  const good = await sigstore.attestations(ARCHIVE, { at: AT });
  const early = new Date(AT.getTime() - 60 * 60_000);
  assert.match(rejectionOf(good, SUBJECT, early) ?? "", /in the future.*clock/);
  // Clocks differ by minutes.
  assert.equal(rejectionOf(good, SUBJECT, new Date(AT.getTime() - 60_000)), null);
});

test("a signature of a file is verified by the file and by its digest alone", async () => {
  const file = Buffer.from("a file");
  const other = Buffer.from("another file");
  const subjects = (bytes: Buffer): readonly DemandedSubject[] => [
    { kind: "file", bytes },
    {
      kind: "digest",
      name: null,
      algorithm: "sha256",
      hex: createHash("sha256").update(bytes).digest("hex"),
    },
  ];
  const reasons = async (bytes: Buffer, isForged = false): Promise<readonly (string | null)[]> => {
    const bundle = Buffer.from(
      JSON.stringify(await sigstore.signedFile(file, { at: AT, isForged })),
    );
    return subjects(bytes).map(
      (subject) => judge(() => verifyAttestationFile(bundle, { ...demandFor(), subject })).rejected,
    );
  };
  assert.deepEqual(await reasons(file), [null, null]);
  for (const reason of await reasons(other)) assert.match(reason ?? "", /another file/);
  // Logged as it is, and by another key than the certificate's.
  for (const reason of await reasons(file, true))
    assert.match(reason ?? "", /signature verification failed/);
});

test("trust material that does not say from when it holds is not used", () => {
  const root = structuredClone(sigstore.trustedRoot) as Record<
    string,
    { publicKey?: { validFor: object }; validFor?: object }[]
  >;
  for (const part of ["tlogs", "ctlogs", "certificateAuthorities"]) {
    const copy = structuredClone(root);
    const [one] = copy[part] ?? [];
    if (one?.publicKey === undefined) one!.validFor = {};
    else one.publicKey.validFor = { end: "2040-01-01T00:00:00Z" };
    assert.throws(() => parseTrustRoot(copy), /does not say from when/, part);
  }
});

test("evidence: what is there and invalid, and what could not be had, are told apart", async () => {
  const artifact = {
    name: ARCHIVE.name,
    version: ARCHIVE.version,
    integrity: `sha512-${Buffer.from(SUBJECT.sha512, "hex").toString("base64")}`,
  };
  const none = { state: "none", reason: "404" } as const;
  const from = { signatures: [], signs: false, isDefault: true, published: null };
  const evidence = (parts: Partial<Parameters<typeof npmEvidence>[2]>) =>
    npmEvidence(sigstore.trust(), artifact, { ...from, attestations: none, ...parts }, NOW);
  assert.deepEqual(
    evidence({}).missing.map(({ part }) => part),
    ["signature", "attestations"],
  );
  assert.deepEqual(evidence({}).invalid, []);
  // Stripped from one version of a registry that signs all others.
  assert.match(evidence({ signs: true }).invalid[0] ?? "", /signature is missing/);
  const stranger = [{ keyid: "SHA256:other", sig: "AA==" }];
  assert.match(evidence({ signatures: stranger }).invalid[0] ?? "", /key that is not known/);
  assert.equal(evidence({ signatures: stranger, isDefault: false }).invalid.length, 0);
  const answer = Buffer.from(JSON.stringify(await sigstore.attestations(ARCHIVE, { at: AT })));
  const good = evidence({ attestations: { state: "found", bytes: answer } });
  assert.deepEqual(
    [good.level, good.publish, good.provenance?.repositoryId],
    ["provenance", true, "1001"],
  );
});
