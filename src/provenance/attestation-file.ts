import type { KeyObject } from "node:crypto";
import { hash } from "node:crypto";

import * as v from "valibot";

import type { LogRecord } from "../model/provenance.ts";
import { type Announced, type Attested, verifyAttested } from "./attested.ts";
import { parseBundle } from "./bundle.ts";
import type { CertificateClaims } from "./certificate-identity.ts";
import { npmAttestations, npmStatements } from "./npm-attestations.ts";
import { pep740Statements, pypiProvenance } from "./pep740.ts";
import { type NamedSubject, subjectNames } from "./purl-subject.ts";
import { Rejection } from "./rejection.ts";
import { requireSubject, statementOf } from "./statement.ts";
import type { TrustRoot } from "./trust-root.ts";
import { parseUntrustedJson } from "./untrusted-json.ts";
import { type VerifiedBundle, verifyBundle } from "./verify-bundle.ts";

/** What an attestation must be about: a file, or the digest of one, perhaps with a name. */
export type DemandedSubject =
  | { readonly kind: "file"; readonly bytes: Uint8Array }
  | {
      readonly kind: "digest";
      readonly name: NamedSubject | null;
      readonly algorithm: "sha256" | "sha512";
      readonly hex: string;
    };

export interface AttestationDemand {
  readonly trust: TrustRoot;
  readonly now: Date;
  readonly subject: DemandedSubject;
  /** Compared as text, whole. Null where nobody in particular is demanded. */
  readonly identity: { readonly san: string; readonly issuer: string } | null;
  readonly key: KeyObject | null;
}

/** One attestation that was verified. */
export interface VerifiedAttestation {
  /** Null for a signature of a file. */
  readonly predicateType: string | null;
  /** What it names as its subject; null for a signature of a file. */
  readonly subject: string | null;
  /** Null where a key signed it. */
  readonly claims: CertificateClaims | null;
  readonly keyid: string | null;
  readonly logged: LogRecord;
}

type AttestationFormat = "bundle" | "npm" | "pep740";

/** A file all of whose attestations were verified. */
export interface AttestationFile {
  readonly format: AttestationFormat;
  readonly attestations: readonly VerifiedAttestation[];
}

const HasFields = v.record(v.string(), v.unknown());

/**
 * Verifies a file that somebody handed us: a Sigstore bundle, an answer of npm's attestations endpoint,
 * or an attestation or provenance object of PEP 740. Every attestation in it must verify. Throws.
 */
export function verifyAttestationFile(
  bytes: Uint8Array,
  demand: AttestationDemand,
): AttestationFile {
  const json = parseUntrustedJson(bytes, "it");
  const format = formatOf(json);
  const attestations = VERIFIERS[format](json, demand);
  requireSigner(attestations, demand);
  return { format, attestations };
}

function formatOf(json: unknown): AttestationFormat {
  const fields = v.safeParse(HasFields, json);
  if (!fields.success) throw new Rejection("it is no attestation");
  if ("mediaType" in fields.output) return "bundle";
  if ("attestations" in fields.output) return "npm";
  return "pep740";
}

const VERIFIERS: Readonly<
  Record<
    AttestationFormat,
    (json: unknown, demand: AttestationDemand) => readonly VerifiedAttestation[]
  >
> = {
  bundle: (json, demand) => [verifyOneBundle(json, demand)],
  npm(json, demand) {
    const attested = verifyAll(npmStatements(json), "sha512", demand);
    npmAttestations(attested);
    return attested.map(described);
  },
  pep740(json, demand) {
    const attested = verifyAll(pep740Statements(json), "sha256", demand);
    pypiProvenance(attested);
    return attested.map(described);
  },
};

function verifyAll(
  announced: readonly Announced[],
  algorithm: "sha256" | "sha512",
  { trust, now, key, subject }: AttestationDemand,
): readonly Attested[] {
  const wanted = {
    isNamed: subject.kind === "file" ? null : subjectNames(subject.name),
    algorithm: subject.kind === "file" ? algorithm : subject.algorithm,
    digest: subject.kind === "file" ? hash(algorithm, subject.bytes, "hex") : subject.hex,
  };
  const attested = announced.map((one) => verifyAttested(one, { trust, now, key }, wanted));
  const names = new Set(attested.map(({ statement }) => statement.subjects[0]?.name));
  if (names.size > 1) throw new Rejection("its attestations are about different packages");
  return attested;
}

/** Of any kind: a signature of a file, or a statement in which the subject is one of perhaps many. */
function verifyOneBundle(
  json: unknown,
  { trust, now, key, subject }: AttestationDemand,
): VerifiedAttestation {
  const bundle = parseBundle(json);
  const file =
    subject.kind === "file"
      ? { bytes: subject.bytes }
      : subject.algorithm === "sha256"
        ? { sha256: subject.hex }
        : null;
  const verified = verifyBundle(bundle, { trust, now, key, file });
  if (bundle.content.$case === "messageSignature")
    return { predicateType: null, subject: null, ...signerFields(verified) };
  const statement = statementOf(bundle);
  const isNamed = subject.kind === "file" ? null : subjectNames(subject.name);
  const algorithms =
    subject.kind === "file" ? (["sha256", "sha512"] as const) : [subject.algorithm];
  const algorithm =
    algorithms.find((one) => statement.subjects.some(({ digest }) => Object.hasOwn(digest, one))) ??
    "sha256";
  const digest = subject.kind === "file" ? hash(algorithm, subject.bytes, "hex") : subject.hex;
  const entry = requireSubject(statement, { isNamed, algorithm, digest }, "any");
  return {
    predicateType: statement.predicateType,
    subject: entry.name,
    ...signerFields(verified),
  };
}

function described({ statement, verified }: Attested): VerifiedAttestation {
  const { predicateType, subjects } = statement;
  return { predicateType, subject: subjects[0]?.name ?? null, ...signerFields(verified) };
}

function signerFields({
  signer,
  logged,
}: VerifiedBundle): Pick<VerifiedAttestation, "claims" | "keyid" | "logged"> {
  return signer.kind === "certificate"
    ? { claims: signer.claims, keyid: null, logged }
    : { claims: null, keyid: signer.keyid, logged };
}

/**
 * Holds what is signed with certificates to the demanded identity, and what is signed by keys to the
 * demanded key (that was done while it was verified). At least one must be so signed: a signature by a
 * key is no answer to the question for an identity.
 */
function requireSigner(
  attestations: readonly VerifiedAttestation[],
  { identity, key }: AttestationDemand,
): void {
  const claims = attestations.flatMap((one) => (one.claims === null ? [] : [one.claims]));
  if (key !== null && claims.length === attestations.length)
    throw new Rejection("it is not signed by a key, as was demanded");
  if (identity === null) return;
  if (claims.length === 0)
    throw new Rejection("it is signed by a key, which has no identity, and one was demanded");
  for (const { san, issuer } of claims) {
    if (san !== identity.san) throw new Rejection(`it is signed by another identity: ${san}`);
    if (issuer !== identity.issuer)
      throw new Rejection(`its signer is vouched for by another issuer: ${issuer}`);
  }
}
