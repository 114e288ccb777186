import type { EvidenceVerifier } from "../ports/evidence.ts";
import type { TrustRoot } from "../provenance/trust-root.ts";

/**
 * Verifies with Sigstore's library, which takes 60 ms to load: only where there is something to verify.
 *
 * @param trust the trust material in force
 */
export function evidenceVerifier(trust: () => Promise<TrustRoot>, now: Date): EvidenceVerifier {
  let known: Promise<TrustRoot> | undefined;
  const inForce = (): Promise<TrustRoot> => (known ??= trust());
  return {
    async npm(artifact, answers) {
      const { npmEvidence } = await import("../provenance/npm-evidence.ts");
      return npmEvidence(await inForce(), artifact, answers, now);
    },
    async pypi(file, answer) {
      const { judge } = await import("../provenance/rejection.ts");
      const { verifyPypiProvenance } = await import("../provenance/pep740.ts");
      const root = await inForce();
      return judge(() => verifyPypiProvenance(root, answer, file, now));
    },
  };
}
