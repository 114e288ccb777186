import type { EvidenceDifference } from "../model/evidence-difference.ts";
import { type EvidenceRecord, levelOf } from "../model/provenance.ts";
import { compareSuccessor } from "../provenance/compare.ts";
import type { PackagePair } from "./package-state.ts";

const NOTHING = { signature: false, publish: false, provenance: null };
const NONE: EvidenceRecord = { level: levelOf(NOTHING), ...NOTHING };

/** How the evidence of a new version differs from that of the one before; empty where there was none. */
export function evidenceDifferences({ from, to }: PackagePair): readonly EvidenceDifference[] {
  const before = from?.evidence ?? null;
  if (before === null) return [];
  const now = to.evidence ?? NONE;
  return compareSuccessor(before, { ...now, invalid: [], missing: [], details: null });
}
