import { PinSet } from "../lockfile/pin-set.ts";
import type { LockfileOf } from "../lockfile/schema.ts";
import type { PinEvidence } from "../model/evidence.ts";
import { lockfilePathOf, type Subject, subjectLabel } from "../model/subject.ts";
import type { Disk } from "../ports/disk.ts";
import { adoptedPlaces, otherThanAdopted } from "../state/adoption.ts";
import type { Folders } from "../state/folders.ts";
import type { State } from "../state/state.ts";
import type { KeptEcosystem } from "../store/define.ts";

export interface AdoptedPin<Kind extends KeptEcosystem> {
  readonly lockfile: LockfileOf[Kind] | null;
  readonly evidence: PinEvidence;
}

/**
 * The pin of a subject that a person agreed to on this machine: adopted directories by their
 * snapshots, then personal pins. Neither the working directory nor a variable has a say.
 */
export function adoptedPin<Kind extends KeptEcosystem>(
  {
    disk,
    state,
    folders,
  }: { readonly disk: Disk; readonly state: State; readonly folders: Folders },
  subject: Subject<Kind>,
): AdoptedPin<Kind> {
  const personal = `${folders.config}/lockfiles`;
  const places = [
    ...adoptedPlaces(state),
    { kind: "personal", directory: personal, files: personal } as const,
  ];
  const lookups = new PinSet(disk, places).find(subject);
  const [winner] = lookups;
  const lockfile = winner?.state === "found" ? winner.lockfile : null;
  const conflicts = lookups.slice(1).flatMap((other) => {
    const differs = other.state === "found" && other.lockfile.tree !== lockfile?.tree;
    return differs ? [{ file: other.file, isAdopted: other.place.kind === "adopted" }] : [];
  });
  const label = subjectLabel(subject);
  const evidence: PinEvidence = {
    name: label,
    subject: label,
    file: winner?.file ?? `${personal}/${lockfilePathOf(subject)}`,
    state: winner?.state ?? "none",
    problem: winner?.state === "unusable" ? winner : null,
    otherVersion: null,
    expectedBy: null,
    // The interpreter has a pin of its own, and no entry is looked at.
    hasMachinePin: true,
    adopted: winner === undefined ? null : otherThanAdopted(state, winner),
    conflicts,
    nearby: null,
  };
  return { lockfile, evidence };
}
