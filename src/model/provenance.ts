/** Who built a package, as its certificate says. Only the issuer vouches for it. */
export interface BuildIdentity {
  /** Who vouched for the signer (OIDC): `https://token.actions.githubusercontent.com`. */
  readonly issuer: string;
  /** The source, not the signer: `https://github.com/owner/name`. Null where no source is named. */
  readonly repository: string | null;
  /** Stay when a repository or its owner is renamed; null in certificates from before mid-2023. */
  readonly repositoryId: string | null;
  readonly ownerId: string | null;
  /** The file in the source that started the build; of another host or repository its whole address. */
  readonly workflow: string | null;
  /** Subject of the certificate without its ref: a reusable workflow, an e-mail address. */
  readonly signer: string;
  readonly ref: RefKind | null;
  /** A protected environment of the source, where one was used. */
  readonly environment: string | null;
  /** `github-hosted`, `self-hosted`. */
  readonly runner: string | null;
}

export type RefKind = "branch" | "tag" | "pull" | "other";

/** A signed statement about one package that was verified. */
export interface Provenance {
  readonly identity: BuildIdentity;
  /** As it was signed. */
  readonly predicateType: string;
  readonly commit: string | null;
  readonly run: string | null;
  /** The branch or tag: `refs/heads/main`. */
  readonly ref: string | null;
  readonly logged: LogRecord;
}

/** Where a signature stands that can not be taken away. */
export interface LogRecord {
  /** Address of the log, as the trust material names it. */
  readonly log: string;
  readonly index: string;
  /** ISO 8601: the log's or a timestamp authority's word, not the signer's. */
  readonly time: string;
}

/**
 * What is known of who made a package, the least first: nothing; its registry's signature; the
 * registry's record of its publication; who built it from what.
 */
export const EVIDENCE_LEVELS = ["none", "signature", "publish", "provenance"] as const;
export type EvidenceLevel = (typeof EVIDENCE_LEVELS)[number];

/** Evidence as a lockfile holds it: nothing that moves by itself, such as commits and times. */
export interface EvidenceRecord {
  readonly level: EvidenceLevel;
  /** The registry signed this name, version and integrity. */
  readonly signature: boolean;
  /** It gives a signature by a key that is not known here: worth nothing, but for that it was there. */
  readonly unknownSignature?: boolean;
  /** The registry recorded the publication in a log. */
  readonly publish: boolean;
  readonly provenance: BuildIdentity | null;
}

/** Evidence as it was had now. */
export interface ObservedEvidence extends EvidenceRecord {
  /** What was there and could not be believed, with the reason. Makes the package untrustworthy. */
  readonly invalid: readonly string[];
  /** What could not be had: neither good nor bad. */
  readonly missing: readonly MissingEvidence[];
  /** Of the provenance, for people to read. */
  readonly details: Provenance | null;
  /** ISO 8601, by the log that holds the registry's record: no registry can change it. */
  readonly publishedAt?: string;
}

export interface MissingEvidence {
  readonly part: "signature" | "attestations";
  readonly reason: string;
}

export function levelOf(evidence: Omit<EvidenceRecord, "level">): EvidenceLevel {
  if (evidence.provenance !== null) return "provenance";
  if (evidence.publish) return "publish";
  return evidence.signature ? "signature" : "none";
}

export function rankOf(level: EvidenceLevel): number {
  return EVIDENCE_LEVELS.indexOf(level);
}

/** As `dist.signatures` of a version has it. */
export interface RegistrySignature {
  readonly keyid: string;
  readonly sig: string;
}

/** Bytes of npm that were had, by name. */
export interface NpmArtifact {
  readonly name: string;
  readonly version: string;
  /** `sha512-…`, never the registry's own claim. */
  readonly integrity: string;
}

/** What a registry says about one version beside its bytes. Nothing in it is proof by itself. */
export interface NpmAnswers {
  readonly signatures: readonly RegistrySignature[];
  /** It is known to sign what it serves: other packages or versions of it are signed. */
  readonly signs: boolean;
  /** It is npm's own, whose keys are known: a key of another registry can be a good one. */
  readonly isDefault: boolean;
  /** ISO 8601; null where it keeps no times. */
  readonly published: string | null;
  readonly attestations: AttestationAnswer;
}

/** The answer to the question for attestations. */
export type AttestationAnswer =
  | { readonly state: "found"; readonly bytes: Uint8Array }
  /** There is none, or none that could be had. */
  | { readonly state: "none"; readonly reason: string }
  /** There is one that no honest registry gives. */
  | { readonly state: "refused"; readonly reason: string };

/** One file of a Python index. */
export interface PypiFile {
  /** `mcp-1.2.0-py3-none-any.whl` */
  readonly file: string;
  /** Of the bytes that were had, bare hex. */
  readonly sha256: string;
}
