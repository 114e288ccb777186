/**
 * What a difference between pinned evidence and that of now is worth:
 *
 * - `block`: it is there, and is lower, other or invalid
 * - `unknown`: it could not be had, which is neither good nor bad
 * - `review`: the same source was built in another way
 * - `note`: nothing to worry about
 */
export type EvidenceWeight = "block" | "unknown" | "review" | "note";

export type EvidenceDifferenceKind =
  | "invalid"
  /** The answer is there, and holds less than before. */
  | "provenance-lost"
  | "publish-lost"
  | "signature-lost"
  /** There is no answer. */
  | "provenance-missing"
  | "publish-missing"
  | "signature-missing"
  | "issuer-changed"
  | "repository-changed"
  | "owner-changed"
  | "signer-changed"
  | "repository-renamed"
  | "workflow-changed"
  | "ref-changed"
  | "environment-changed"
  | "runner-changed"
  | "gained";

export interface EvidenceDifference {
  readonly kind: EvidenceDifferenceKind;
  readonly weight: EvidenceWeight;
  /** What was pinned and what is now, for people; null where there is nothing. */
  readonly pinned: string | null;
  readonly observed: string | null;
}

/** How the evidence of one package differs from what is pinned. */
export interface PackageEvidence {
  readonly package: string;
  readonly version: string;
  readonly differences: readonly EvidenceDifference[];
  /** Where there is a next step beside that of the rule. */
  readonly remedy?: string;
}
