import type { AskedPackage, OnlineEvidence } from "../../model/online.ts";

/**
 * Compares the registries with each other: entries of one machine can lead to different ones, and a
 * version has the same bytes everywhere or one of them is not to be trusted.
 */
export function disagreements(
  answers: ReadonlyMap<string, OnlineEvidence>,
): ReadonlyMap<string, OnlineEvidence> {
  const all = [...answers.values()].flatMap(({ packages }) => packages);
  const groups = Map.groupBy(all, (one) => JSON.stringify([one.package, one.pinned]));
  const known = new Map(
    [...groups].filter(([, group]) => new Set(group.map(bytesOf).filter(isKnown)).size > 1),
  );
  return new Map(
    [...answers].map(([id, evidence]) => {
      const own = evidence.packages.flatMap((one) => {
        const group = known.get(JSON.stringify([one.package, one.pinned]));
        const registries = [...new Set(group?.map(({ registry }) => registry))].toSorted();
        return registries.length < 2
          ? []
          : [{ package: one.package, version: one.pinned, registries }];
      });
      return [id, { ...evidence, disagreements: own }];
    }),
  );
}

/** What a registry has under the pinned version; null where that is not known. */
function bytesOf({ held, digests }: AskedPackage): string | null {
  return held === "same" ? "pinned" : (digests?.observed ?? null);
}

function isKnown(bytes: string | null): bytes is string {
  return bytes !== null;
}
