import { createHash, type KeyObject } from "node:crypto";

import type { Bundle } from "@sigstore/bundle";
import { RFC3161Timestamp } from "@sigstore/core";
import { HashAlgorithm } from "@sigstore/protobuf-specs";
import { type SignedEntity, toSignedEntity, Verifier } from "@sigstore/verify";

import type { LogRecord } from "../model/provenance.ts";
import { type CertificateClaims, certificateClaims } from "./certificate-identity.ts";
import { verifyPrehashed } from "./prehashed.ts";
import { Rejection } from "./rejection.ts";
import { registryKey, type TrustRoot } from "./trust-root.ts";

/** A signature that was verified, in the log, at a time at which its signer could sign. */
export interface VerifiedBundle {
  readonly signer:
    | { readonly kind: "certificate"; readonly claims: CertificateClaims }
    | { readonly kind: "key"; readonly keyid: string };
  readonly logged: LogRecord;
}

/** The file that a signature of a file is about. With the digest alone the bytes are not needed. */
export type SignedFile = { readonly bytes: Uint8Array } | { readonly sha256: string };

export interface BundleQuestion {
  readonly trust: TrustRoot;
  readonly now: Date;
  /** The only key that counts, where one is demanded; else those of the registry do. */
  readonly key?: KeyObject | null;
  readonly file?: SignedFile | null;
}

/** Clocks of machines differ; a log's does not lie hours ahead. */
const CLOCK_SKEW_MS = 10 * 60_000;

// One log entry, one entry of the certificate's log, one time: with less a bundle that was stripped of
// them would pass.
const THRESHOLDS = { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 };

/** Verifies signature, certificate, log and times of a bundle, offline. What it says is not judged. */
export function verifyBundle(bundle: Bundle, question: BundleQuestion): VerifiedBundle {
  const { trust, now, key = null, file = null } = question;
  const isKeySigned = bundle.verificationMaterial.content.$case === "publicKey";
  if (key !== null && !isKeySigned)
    throw new Rejection("it is not signed by a key, as was demanded");
  for (const { logId } of bundle.verificationMaterial.tlogEntries) {
    if (!trust.material.tlogs.some(({ logID }) => logID.equals(logId.keyId)))
      throw new Rejection(
        "it is in a log that is not known here: pinfold trust refresh may know it",
      );
  }
  const verifier = new Verifier(
    { ...trust.material, publicKey: (hint) => keyFor(trust, hint, key) },
    THRESHOLDS,
  );
  verifier.verify(entityOf(bundle, file));
  const times = timesOf(bundle);
  const latest = Math.max(...times.map((time) => time.getTime()));
  if (latest > now.getTime() + CLOCK_SKEW_MS)
    throw new Rejection(
      `it was logged on ${new Date(latest).toISOString()}, which is in the future: is this machine's clock right?`,
    );
  return { signer: signerOf(bundle), logged: logRecord(bundle, trust, times) };
}

function keyFor(trust: TrustRoot, hint: string, demanded: KeyObject | null) {
  if (demanded !== null) return { publicKey: demanded, validFor: () => true };
  const { key, start, end } = registryKey(trust, hint, "npm:attestations");
  return {
    publicKey: key,
    validFor: (time: Date) => start <= time && (end === null || time <= end),
  };
}

/**
 * Of a signature of a file the library needs the bytes; where only their digest is known, the signature
 * is verified over that.
 */
function entityOf(bundle: Bundle, file: SignedFile | null): SignedEntity {
  if (bundle.content.$case === "dsseEnvelope") return toSignedEntity(bundle);
  if (file === null) throw new Rejection("it signs a file, and none was given");
  const { messageDigest, signature } = bundle.content.messageSignature;
  const isSha256 = messageDigest.algorithm === HashAlgorithm.SHA2_256;
  if ("bytes" in file) {
    if (isSha256 && !createHash("sha256").update(file.bytes).digest().equals(messageDigest.digest))
      throw new Rejection("it signs another file");
    return toSignedEntity(bundle, Buffer.from(file.bytes));
  }
  if (!isSha256)
    throw new Rejection("it signs a digest of another kind than the one that was given");
  if (!messageDigest.digest.equals(Buffer.from(file.sha256, "hex")))
    throw new Rejection("it signs another file");
  const entity = toSignedEntity(bundle);
  return {
    ...entity,
    signature: {
      signature: entity.signature.signature,
      compareSignature: (other) => entity.signature.compareSignature(other),
      compareDigest: (digest) => entity.signature.compareDigest(digest),
      compareSignedDigest: (digest) => entity.signature.compareSignedDigest(digest),
      verifySignature: (key) => verifyPrehashed(key, messageDigest.digest, signature),
    },
  };
}

/** Times that were verified: of the log where it promised inclusion, and of timestamp authorities. */
function timesOf({ verificationMaterial }: Bundle): readonly Date[] {
  const { tlogEntries, timestampVerificationData } = verificationMaterial;
  const logged = tlogEntries
    .filter(
      ({ inclusionPromise, integratedTime }) =>
        inclusionPromise !== undefined && integratedTime !== "0",
    )
    .map(({ integratedTime }) => new Date(Number(integratedTime) * 1000));
  const stamped = (timestampVerificationData?.rfc3161Timestamps ?? []).map(
    ({ signedTimestamp }) => RFC3161Timestamp.parse(Buffer.from(signedTimestamp)).signingTime,
  );
  return [...logged, ...stamped];
}

function signerOf(bundle: Bundle): VerifiedBundle["signer"] {
  const { content } = bundle.verificationMaterial;
  if (content.$case === "publicKey") return { kind: "key", keyid: content.publicKey.hint };
  const leaf =
    content.$case === "certificate"
      ? content.certificate
      : content.x509CertificateChain.certificates[0];
  if (leaf === undefined) throw new Rejection("it has no certificate");
  return { kind: "certificate", claims: certificateClaims(leaf.rawBytes) };
}

function logRecord(bundle: Bundle, { material }: TrustRoot, times: readonly Date[]): LogRecord {
  const [entry] = bundle.verificationMaterial.tlogEntries;
  const [time] = times;
  if (entry === undefined || time === undefined) throw new Rejection("it is in no log");
  const log = material.tlogs.find(({ logID }) => logID.equals(entry.logId.keyId));
  return { log: log?.baseURL ?? "", index: entry.logIndex, time: time.toISOString() };
}
