import {
  type BuildIdentity,
  type EvidenceRecord,
  type ObservedEvidence,
  rankOf,
} from "../model/provenance.ts";
import type {
  EvidenceDifference,
  EvidenceDifferenceKind,
  EvidenceWeight,
} from "../model/evidence-difference.ts";

/**
 * Compares the evidence of pinned bytes with what was had of the same bytes now. What is there and
 * lower, other or invalid blocks; what could not be had is unknown.
 */
export function compareEvidence(
  pinned: EvidenceRecord,
  observed: ObservedEvidence,
): readonly EvidenceDifference[] {
  return compared(pinned, observed, "unknown");
}

/**
 * Compares a new version with its pinned predecessor. What the predecessor had and the new one has not
 * blocks, whatever the reason: loss and a mirror that hides it look the same.
 */
export function compareSuccessor(
  pinned: EvidenceRecord,
  observed: ObservedEvidence,
): readonly EvidenceDifference[] {
  return compared(pinned, observed, "block");
}

function compared(
  pinned: EvidenceRecord,
  observed: ObservedEvidence,
  whenMissing: EvidenceWeight,
): readonly EvidenceDifference[] {
  const invalid = invalidities(observed);
  if (invalid.length > 0) return invalid;
  return [
    ...losses(pinned, observed, whenMissing),
    ...identities(pinned, observed),
    ...gains(pinned, observed),
  ];
}

function invalidities({ invalid }: ObservedEvidence): readonly EvidenceDifference[] {
  return invalid.map((reason) => difference("invalid", "block", null, reason));
}

function* losses(
  pinned: EvidenceRecord,
  observed: ObservedEvidence,
  whenMissing: EvidenceWeight,
): Generator<EvidenceDifference> {
  const losesProvenance = pinned.provenance !== null && observed.provenance === null;
  const parts = [
    ["provenance", "attestations", losesProvenance, false],
    // Where provenance went with it, that is the one thing to tell.
    ["publish", "attestations", pinned.publish && !losesProvenance, observed.publish],
    ["signature", "signature", hadSignature(pinned), hasSignature(pinned, observed)],
  ] as const;
  for (const [kind, part, had, has] of parts) {
    if (!had || has) continue;
    const missing = observed.missing.find((one) => one.part === part);
    yield missing === undefined
      ? difference(`${kind}-lost`, "block", kind, null)
      : difference(`${kind}-missing`, whenMissing, kind, missing.reason);
  }
}

function hadSignature({ signature, unknownSignature }: EvidenceRecord): boolean {
  return signature || unknownSignature === true;
}

/** One by a key that is not known stands in for nothing but one of that kind. */
function hasSignature(pinned: EvidenceRecord, observed: EvidenceRecord): boolean {
  return observed.signature || (!pinned.signature && observed.unknownSignature === true);
}

function identities(
  { provenance: pinned }: EvidenceRecord,
  { provenance: observed }: EvidenceRecord,
): readonly EvidenceDifference[] {
  return pinned === null || observed === null ? [] : compareIdentity(pinned, observed);
}

function* gains(pinned: EvidenceRecord, observed: ObservedEvidence): Generator<EvidenceDifference> {
  if (rankOf(observed.level) > rankOf(pinned.level))
    yield difference("gained", "note", pinned.level, observed.level);
}

/** Compares who built two packages, or one package twice. Empty where it was the same. */
export function compareIdentity(
  pinned: BuildIdentity,
  observed: BuildIdentity,
): readonly EvidenceDifference[] {
  // Certificates from before mid-2023 have no ids: then a name is all that can be compared.
  const hasIds = pinned.repositoryId !== null;
  const isSameSource = hasIds
    ? pinned.repositoryId === observed.repositoryId && pinned.issuer === observed.issuer
    : pinned.repository === observed.repository;
  const rows: readonly Row[] = [
    ["issuer-changed", "block", pinned.issuer, observed.issuer],
    isSameSource
      ? ["repository-renamed", "note", pinned.repository, observed.repository]
      : ["repository-changed", "block", sourceOf(pinned), sourceOf(observed)],
    ["owner-changed", "block", pinned.ownerId ?? observed.ownerId, observed.ownerId],
    ["signer-changed", "block", signerOf(pinned), signerOf(observed)],
    // What an old certificate did not say is not changed when a newer one says it.
    ["workflow-changed", "review", pinned.workflow ?? observed.workflow, observed.workflow],
    ["ref-changed", "review", pinned.ref, observed.ref],
    [
      "environment-changed",
      "review",
      hasIds ? pinned.environment : observed.environment,
      observed.environment,
    ],
    ["runner-changed", "review", pinned.runner ?? observed.runner, observed.runner],
  ];
  return rows
    .filter(([, , before, now]) => before !== now)
    .map(([kind, weight, before, now]) => difference(kind, weight, before, now));
}

type Row = readonly [
  kind: EvidenceDifferenceKind,
  weight: EvidenceWeight,
  pinned: string | null,
  observed: string | null,
];

function difference(
  kind: EvidenceDifferenceKind,
  weight: EvidenceWeight,
  pinned: string | null,
  observed: string | null,
): EvidenceDifference {
  return { kind, weight, pinned, observed };
}

function sourceOf({ repository, repositoryId }: BuildIdentity): string {
  const name = repository ?? "no source";
  return repositoryId === null ? name : `${name} (id ${repositoryId})`;
}

/** Of a workflow in its own repository the path: a renamed repository is no other signer. */
function signerOf({ signer, repository }: BuildIdentity): string {
  return repository !== null && signer.startsWith(`${repository}/`)
    ? signer.slice(repository.length)
    : signer;
}

/** No field differs, in either direction. */
export function sameIdentity(a: BuildIdentity, b: BuildIdentity): boolean {
  return compareIdentity(a, b).length === 0 && compareIdentity(b, a).length === 0;
}

/** Less than before, rather than another's. */
export function isLoss({ kind, weight }: EvidenceDifference): boolean {
  return kind.endsWith("-lost") || (kind.endsWith("-missing") && weight === "block");
}
