import type { EvidenceDifference, PackageEvidence } from "../model/evidence-difference.ts";
import type { FindingDraft } from "../model/finding.ts";
import { differenceText } from "../provenance/difference-text.ts";

/** A finding for each difference of a kind: the package, and how its evidence differs. */
export function* evidenceDrafts(
  evidence: readonly PackageEvidence[],
  isMeant: (difference: EvidenceDifference) => boolean,
): Generator<FindingDraft> {
  for (const { package: name, version, differences, remedy } of evidence) {
    for (const difference of differences) {
      if (!isMeant(difference)) continue;
      const { pinned, observed } = difference;
      yield {
        message: `${name} ${version} ${differenceText(difference)}`,
        ...(pinned === null || observed === null ? {} : { pinned, observed }),
        ...(remedy === undefined ? {} : { remedy }),
      };
    }
  }
}
