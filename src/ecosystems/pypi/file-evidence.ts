import type { EvidenceVerifier } from "../../ports/evidence.ts";
import type { IndexProject, PythonIndex } from "../../ports/python-index.ts";
import type { FileEvidence } from "../../provenance/python-evidence.ts";

export interface EvidencePorts {
  readonly pythonIndex: PythonIndex;
  readonly evidence: EvidenceVerifier;
}

export interface PinnedArchive {
  readonly file: string;
  /** `sha256:…` */
  readonly sha256: string;
}

/** What an index says of who made one archive (PEP 740), judged for exactly its bytes. */
export async function fileEvidence(
  { pythonIndex, evidence }: EvidencePorts,
  page: IndexProject | null,
  { file, sha256 }: PinnedArchive,
): Promise<FileEvidence> {
  const missing = (reason: string): FileEvidence => ({ state: "missing", reason });
  if (page === null || !page.knowsProvenance)
    return missing("the index does not say who made its files");
  const listed = page.files.find((one) => one.file === file);
  if (listed === undefined) return missing("the index does not list it");
  if (listed.provenance === null) return missing("the index says that it has none");
  const answer = await pythonIndex.provenance(listed.provenance);
  const { proved, rejected } = await evidence.pypi(
    { file, sha256: sha256.slice("sha256:".length) },
    answer,
  );
  return proved === null
    ? { state: "invalid", reason: rejected }
    : { state: "proved", provenance: proved };
}
