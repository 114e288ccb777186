import type { AttestationAnswer, NpmArtifact, ObservedEvidence } from "../../model/provenance.ts";
import type { EvidenceVerifier } from "../../ports/evidence.ts";
import type { AttestationMemory, NpmRegistry, PackageDocument } from "../../ports/npm-registry.ts";
import type { NpmSettings } from "../../ports/npm-settings.ts";

export interface EvidenceContext {
  readonly registry: Pick<NpmRegistry, "attestations">;
  readonly evidence: EvidenceVerifier;
  readonly attestationMemory: AttestationMemory;
  readonly settings: NpmSettings;
  /**
   * Whether a package is asked for attestations though its registry does not say that there are any:
   * who had them before must have them still.
   */
  readonly expectsAttestations: (name: string) => boolean;
}

/** What a registry said of one package, before it is judged. */
export interface GatheredAnswers {
  readonly artifact: NpmArtifact;
  readonly document: PackageDocument;
  readonly attestations: AttestationAnswer;
}

/** Asks for what belongs to bytes that were fetched, as a step after fetching them. */
export async function gatherAnswers(
  { registry, settings, attestationMemory, expectsAttestations }: EvidenceContext,
  document: PackageDocument,
  integrity: string,
): Promise<GatheredAnswers> {
  const { name, version, claims } = document;
  const isAsked = claims.isAttested || expectsAttestations(name);
  const attestations: AttestationAnswer = isAsked
    ? await registry.attestations({ name, version, settings }, attestationMemory)
    : { state: "none", reason: "the registry says that it has none" };
  return { artifact: { name, version, integrity }, document, attestations };
}

/**
 * Judges all of them together: npm's own registry signs everything, so where it signs one package of a tree
 * and not another, the signature was taken away. Of a company's registry that is known for each package
 * alone: it may have packages of its own beside those that it passes on.
 */
export async function judgeEvidence(
  evidence: EvidenceVerifier,
  gathered: readonly GatheredAnswers[],
): Promise<readonly ObservedEvidence[]> {
  const signsAll = gathered.some(({ document: { claims } }) => claims.isDefault && claims.signs);
  const judged: ObservedEvidence[] = [];
  for (const { artifact, document, attestations } of gathered) {
    const { signatures, isDefault, signs } = document.claims;
    const { published } = document;
    const answers = { signatures, isDefault, published, attestations };
    judged.push(
      await evidence.npm(artifact, { ...answers, signs: signs || (isDefault && signsAll) }),
    );
  }
  return judged;
}
