import type {
  NpmAnswers,
  NpmArtifact,
  ObservedEvidence,
  Provenance,
  PypiFile,
} from "../model/provenance.ts";

/** Judges evidence against the trust material in force. Loads what it needs when it is first asked. */
export interface EvidenceVerifier {
  /** Never throws for what a registry said: what is not believed is in the answer, with the reason. */
  npm(artifact: NpmArtifact, answers: NpmAnswers): Promise<ObservedEvidence>;
  /** PEP 740, for one file; the bytes of the answer, or why there are none. */
  pypi(
    file: PypiFile,
    answer: Uint8Array,
  ): Promise<
    | { readonly proved: Provenance; readonly rejected: null }
    | { readonly proved: null; readonly rejected: string }
  >;
}
