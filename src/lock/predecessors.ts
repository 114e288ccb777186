import { compare, explain } from "@renovatebot/pep440";
import semver from "semver";

import { type EvidencePin, evidenceRecord } from "../lockfile/evidence-pin.ts";
import type { PinSet } from "../lockfile/pin-set.ts";
import type { LockfileOf } from "../lockfile/schema.ts";
import { type EvidenceRecord, rankOf } from "../model/provenance.ts";
import type { LockedEcosystem } from "../model/subject.ts";
import type { NamedPin } from "../update/changed-packages.ts";
import { namedPins as npmPins } from "../update/npm/named-pins.ts";
import { namedPins as pypiPins } from "../update/pypi/named-pins.ts";

/** A pinned version of a package, and what is known of who made it. */
export interface Predecessor {
  readonly name: string;
  readonly version: string;
  /** Null in a lockfile from before it was recorded, and of what is from no registry. */
  readonly evidence: EvidenceRecord | null;
}

/** Order of versions as `compare` of their ecosystem has it. */
type Compare = (a: string, b: string) => number;

/**
 * What the pins in force say of packages, whichever server needs them: a version that is newer than a
 * pinned one must have the evidence that it had.
 */
export class Predecessors {
  readonly #byName: ReadonlyMap<string, readonly KnownPredecessor[]>;
  readonly #compare: Compare;

  constructor(pinned: readonly Predecessor[], order: Compare) {
    this.#byName = Map.groupBy(pinned.filter(isKnown), ({ name }) => name);
    this.#compare = order;
  }

  /** The newest pinned version that is older; null where there is none. */
  of(name: string, version: string): KnownPredecessor | null {
    const older = (this.#byName.get(name) ?? []).filter(
      (one) => this.#compare(one.version, version) < 0,
    );
    return older.toSorted((a, b) => this.#compare(b.version, a.version))[0] ?? null;
  }

  /** Some pinned version had statements of who made it. */
  hadAttestations(name: string): boolean {
    return (this.#byName.get(name) ?? []).some(
      ({ evidence }) => rankOf(evidence.level) >= rankOf("publish"),
    );
  }
}

type KnownPredecessor = Predecessor & { readonly evidence: EvidenceRecord };

function isKnown(one: Predecessor): one is KnownPredecessor {
  return one.evidence !== null;
}

/** Of npm packages, in every lockfile in force. One that cannot be used says nothing. */
export function npmPredecessors(set: PinSet): Predecessors {
  return new Predecessors(inForce(set, "npm").flatMap(npmPins).map(predecessor), (a, b) =>
    semver.compare(a, b),
  );
}

/** Of Python packages. Versions that are none of PEP 440 have no order. */
export function pypiPredecessors(set: PinSet): Predecessors {
  const pinned = inForce(set, "pypi").flatMap(pypiPins).map(predecessor);
  return new Predecessors(pinned, (a, b) =>
    explain(a) === null || explain(b) === null ? 0 : compare(a, b),
  );
}

function predecessor({ name, version, pin }: NamedPin<{ evidence?: EvidencePin | undefined }>) {
  return { name, version, evidence: evidenceRecord(pin.evidence) };
}

function inForce<Kind extends LockedEcosystem>(
  set: PinSet,
  ecosystem: Kind,
): readonly LockfileOf[Kind][] {
  return set.places.flatMap((place) =>
    set.list(place, ecosystem).flatMap((path) => {
      const found = set.read(place, ecosystem, path);
      return found.state === "found" ? [found.lockfile] : [];
    }),
  );
}
