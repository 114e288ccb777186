import {
  type EvidenceRecord,
  levelOf,
  type MissingEvidence,
  type NpmAnswers,
  type NpmArtifact,
  type ObservedEvidence,
} from "../model/provenance.ts";
import { type NpmAttestations, verifyNpmAttestations } from "./npm-attestations.ts";
import { isKnownKey, verifyRegistrySignature } from "./registry-signature.ts";
import { judge } from "./rejection.ts";
import type { TrustRoot } from "./trust-root.ts";

/**
 * All evidence of one package. What is there and does not verify makes it invalid as a whole: an
 * attacker who can add to an answer must not be able to choose what of it counts.
 */
export function npmEvidence(
  trust: TrustRoot,
  artifact: NpmArtifact,
  answers: NpmAnswers,
  now: Date,
): ObservedEvidence {
  const invalid: string[] = [];
  const missing: MissingEvidence[] = [];
  const unknownSignature = isUnknown(trust, answers);
  const signature = signatureOf(trust, artifact, answers, { invalid, missing });
  const attested = attestationsOf(trust, artifact, answers, now, { invalid, missing });
  const publish = attested?.publish ?? null;
  const record: Omit<EvidenceRecord, "level"> = {
    signature,
    ...(unknownSignature ? { unknownSignature } : {}),
    publish: publish !== null,
    provenance: attested?.provenance?.identity ?? null,
  };
  return {
    level: levelOf(record),
    ...record,
    invalid,
    missing,
    details: attested?.provenance ?? null,
    ...(publish === null ? {} : { publishedAt: publish.time }),
  };
}

interface Shortcomings {
  readonly invalid: string[];
  readonly missing: MissingEvidence[];
}

function signatureOf(
  trust: TrustRoot,
  artifact: NpmArtifact,
  answers: NpmAnswers,
  { invalid, missing }: Shortcomings,
): boolean {
  const { signatures, signs, published } = answers;
  if (signatures.length === 0 && !signs) {
    missing.push({ part: "signature", reason: "the registry gives no signatures" });
    return false;
  }
  if (isUnknown(trust, answers)) {
    missing.push({
      part: "signature",
      reason: "the registry signs with keys that are not known here",
    });
    return false;
  }
  const { rejected } = judge(() =>
    verifyRegistrySignature(trust, { ...artifact, published }, signatures),
  );
  if (rejected !== null) invalid.push(rejected);
  return rejected === null;
}

/** Signed, and by no key that is known: of a registry whose keys nobody told us that can be a good one. */
function isUnknown(trust: TrustRoot, { signatures, isDefault }: NpmAnswers): boolean {
  return (
    !isDefault && signatures.length > 0 && !signatures.some(({ keyid }) => isKnownKey(trust, keyid))
  );
}

function attestationsOf(
  trust: TrustRoot,
  { name, version, integrity }: NpmArtifact,
  { attestations }: NpmAnswers,
  now: Date,
  { invalid, missing }: Shortcomings,
): NpmAttestations | null {
  if (attestations.state === "none") {
    missing.push({ part: "attestations", reason: attestations.reason });
    return null;
  }
  if (attestations.state === "refused") {
    invalid.push(`attestations: ${attestations.reason}`);
    return null;
  }
  const sha512 = Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
  const { proved, rejected } = judge(() =>
    verifyNpmAttestations(trust, attestations.bytes, { name, version, sha512 }, now),
  );
  if (rejected !== null) invalid.push(`attestations: ${rejected}`);
  return proved;
}
