import semver from "semver";

import { evidenceRecord } from "../../lockfile/evidence-pin.ts";
import type { PinSet } from "../../lockfile/pin-set.ts";
import { folderName } from "../../model/npm-tree.ts";
import { type EvidenceRecord, rankOf } from "../../model/provenance.ts";

/** A pinned version of a package, and what is known of who made it. */
export interface Predecessor {
  readonly version: string;
  readonly evidence: EvidenceRecord;
}

/**
 * What the pins in force say of packages, whichever server needs them: a version that is newer than a
 * pinned one must have the evidence that it had.
 */
export class Predecessors {
  readonly #byName = new Map<string, Predecessor[]>();

  constructor(set: PinSet) {
    for (const place of set.places)
      for (const path of set.list(place, "npm")) {
        const found = set.read(place, "npm", path);
        if (found.state !== "found") continue;
        for (const [at, pin] of Object.entries(found.lockfile.packages)) {
          const evidence = evidenceRecord(pin.evidence);
          if (evidence !== null)
            this.#add(pin.name ?? folderName(at), { version: pin.version, evidence });
        }
      }
  }

  #add(name: string, one: Predecessor): void {
    const all = this.#byName.get(name) ?? [];
    all.push(one);
    this.#byName.set(name, all);
  }

  /** The newest pinned version that is older; null where there is none. */
  of(name: string, version: string): Predecessor | null {
    const older = (this.#byName.get(name) ?? []).filter((one) => semver.lt(one.version, version));
    return older.toSorted((a, b) => semver.rcompare(a.version, b.version))[0] ?? null;
  }

  /** Some pinned version had statements of who made it. */
  hadAttestations(name: string): boolean {
    return (this.#byName.get(name) ?? []).some(
      ({ evidence }) => rankOf(evidence.level) >= rankOf("publish"),
    );
  }
}
