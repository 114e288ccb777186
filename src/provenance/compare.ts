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
  const invalid = invalidities(observed);
  return invalid.length > 0
    ? invalid
    : [
        ...losses(pinned, observed, "unknown"),
        ...identities(pinned, observed),
        ...gains(pinned, observed),
      ];
}

/**
 * Compares a new version with its pinned predecessor. What the predecessor had and the new one has not
 * blocks, whatever the reason: loss and a mirror that hides it look the same.
 */
export function compareSuccessor(
  pinned: EvidenceRecord,
  observed: ObservedEvidence,
): readonly EvidenceDifference[] {
  const invalid = invalidities(observed);
  return invalid.length > 0
    ? invalid
    : [
        ...losses(pinned, observed, "block"),
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
  const parts = [
    ["provenance", "attestations", pinned.provenance !== null, observed.provenance !== null],
    ["publish", "attestations", pinned.publish, observed.publish],
    ["signature", "signature", pinned.signature, observed.signature],
  ] as const;
  for (const [kind, part, had, has] of parts) {
    if (!had || has) continue;
    const missing = observed.missing.find((one) => one.part === part);
    yield missing === undefined
      ? difference(`${kind}-lost`, "block", kind, null)
      : difference(`${kind}-missing`, whenMissing, kind, missing.reason);
  }
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
