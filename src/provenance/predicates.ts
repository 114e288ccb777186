/** Kinds of statements about packages, by the type that was signed. */
export const SLSA_PROVENANCE: ReadonlySet<string> = new Set([
  "https://slsa.dev/provenance/v0.2",
  "https://slsa.dev/provenance/v1",
]);

/** The registry says that it published this. */
export const NPM_PUBLISH = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1";

const PYPI_PUBLISH = /^https:\/\/docs\.[a-z0-9.-]+\/attestations\/publish\/v1$/;

/**
 * A trusted publisher says that it uploaded this (PEP 740). The type stands at the documentation of the
 * index that defined it, and indexes are the configuration's: any index's is the same statement here.
 */
export const isPypiPublish = (predicateType: string): boolean => PYPI_PUBLISH.test(predicateType);
