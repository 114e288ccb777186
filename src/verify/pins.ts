import { PinfoldError } from "../errors.ts";
import { entryKey } from "../model/server.ts";
import { checkDirectory, type PinPlace, PinSet } from "../lockfile/pin-set.ts";
import { type PolicyPlace, readPolicy } from "../lockfile/policy.ts";
import { PoliciesInForce } from "../policy/in-force.ts";
import { placeOf, type Policy, POLICY_FILE } from "../policy/policy.ts";
import type { PinEvidence } from "../model/evidence.ts";
import type { Launch } from "../model/launch.ts";
import { lockfilePathOf, purlOf, type Subject, subjectLabel } from "../model/subject.ts";
import type { LockfileOf } from "../lockfile/schema.ts";
import { adoptedPlaces, otherThanAdopted } from "../state/adoption.ts";
import type { Folders } from "../state/folders.ts";
import type { EntryPin, State } from "../state/state.ts";
import type { Disk } from "../ports/disk.ts";
import type { KnownServer } from "./servers.ts";

/** The pins and policies in force for this run. */
export interface Pins {
  readonly set: PinSet;
  readonly policies: PoliciesInForce;
  /** The same with the directory in which each was read: a snapshot, where it was adopted. */
  readonly seenPolicies: readonly { readonly files: string; readonly policy: Policy }[];
  /** Policies that were in force once and are gone: nothing is clean without them. */
  readonly lostPolicies: readonly string[];
}

/**
 * `--lockfiles DIR` judges with exactly that; else the adopted directories, then personal pins.
 *
 * @param onLost told where this machine's record of them cannot be believed; without it, that is thrown
 */
export function pinsInForce(
  disk: Disk,
  state: State,
  folders: Folders,
  given: string | null,
  onLost: (error: PinfoldError) => void = rethrow,
): Pins {
  if (given !== null) checkDirectory(disk, given);
  const believed = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
      onLost(thrown);
      return null;
    }
  };
  const adopted = given === null ? (believed(() => adoptedPlaces(state)) ?? []) : [];
  const personal = `${folders.config}/lockfiles`;
  const places: PinPlace[] =
    given !== null
      ? [{ kind: "given", directory: given, files: given }]
      : [...adopted, { kind: "personal", directory: personal, files: personal }];
  const policyPlaces: PolicyPlace[] = [
    ...places.map(({ kind, directory, files, digests }) => ({
      owner: kind === "personal" ? ("personal" as const) : ("team" as const),
      directory,
      files,
      ...(digests === undefined ? {} : { adopted: digests[POLICY_FILE] ?? null }),
    })),
    { owner: "system", directory: folders.system, files: folders.system },
  ];
  const found = policyPlaces.map((place) => ({ place, policy: readPolicy(disk, place) }));
  return {
    set: new PinSet(disk, places),
    policies: new PoliciesInForce(
      found.map(({ policy }) => policy).filter((policy) => policy !== null),
    ),
    seenPolicies: found.flatMap(({ place: { files }, policy }) =>
      policy === null ? [] : [{ files, policy }],
    ),
    lostPolicies: found
      .filter(
        ({ place, policy }) => policy === null && believed(() => wasSeen(state, place)) === true,
      )
      .map(({ place }) => `${place.directory}/${POLICY_FILE}`),
  };
}

function rethrow(error: PinfoldError): never {
  throw error;
}

/** By where it is read: what a directory holds that was given once is not yet in its snapshot. */
function wasSeen({ policies }: State, { files, adopted = null }: PolicyPlace): boolean {
  return adopted !== null || policies.read(files) !== null;
}

/**
 * Remembers the policies in force, so that one that is taken away is missed. Where the state folder
 * cannot be written the answer of this run is the same.
 */
export function rememberPolicies(state: State, { seenPolicies }: Pins): void {
  for (const {
    files,
    policy: { file, revision },
  } of seenPolicies) {
    try {
      const known = state.policies.read(files)?.revision ?? 0;
      const highest = Math.max(known, revision ?? 0);
      state.policies.write(files, { file, revision: highest === 0 ? null : highest });
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
    }
  }
}

/** No pin is written while what a team demands of pins is not to be had. */
export function refuseWithoutPolicies({ lostPolicies }: Pins): void {
  const [file] = lostPolicies;
  if (file === undefined) return;
  throw new PinfoldError(
    "refused",
    `the policy ${file} was in force on this machine, and is gone`,
    'restore it from version control; a policy that demands nothing is {"policyVersion": 1}',
  );
}

/** Ecosystems whose lockfiles have a version. */
type Versioned = "npm" | "pypi";

export interface PinAnswer<Kind extends Versioned = "npm"> {
  readonly evidence: PinEvidence;
  readonly lockfile: LockfileOf[Kind] | null;
  readonly entryPin: EntryPin | null;
}

/** What the pins say on one server. */
export function pinOf<Kind extends Versioned>(
  { set, policies }: Pins,
  state: State,
  { entry, launch }: Pick<KnownServer, "entry" | "launch">,
  subject: Subject<Kind>,
  nearby: (path: string) => string | null,
): PinAnswer<Kind> {
  const path = lockfilePathOf(subject);
  const lookups = set.find(subject);
  const [winner] = lookups;
  const entryPin = state.entryPins.read(entryKey(entry));
  const label = subjectLabel(subject);
  // With --lockfiles only those pins count; else a directory that was forgotten is no excuse.
  const isExpected =
    entryPin !== null &&
    entryPin.subject === label &&
    set.places.some(({ kind, directory }) => kind !== "given" || directory === entryPin.lockfiles);
  const required = policies.requiresPin(purlOf(subject));
  const lockfile = winner?.state === "found" ? winner.lockfile : null;
  const evidence: PinEvidence = {
    name: entry.name,
    subject: label,
    file: winner?.file ?? `${set.places[0]?.directory ?? ""}/${path}`,
    state: winner?.state ?? "none",
    problem: winner?.state === "unusable" ? { message: winner.message, hint: winner.hint } : null,
    otherVersion: otherVersion(launch, lockfile),
    expectedBy: isExpected
      ? "this machine's record of the entry"
      : required === null
        ? null
        : placeOf(required),
    hasMachinePin: entryPin !== null,
    adopted: winner === undefined ? null : otherThanAdopted(state, winner),
    conflicts: lookups.slice(1).flatMap((other) => {
      const differs = other.state === "found" && other.lockfile.tree !== lockfile?.tree;
      return differs ? [{ file: other.file, isAdopted: other.place.kind === "adopted" }] : [];
    }),
    nearby: winner === undefined ? nearby(path) : null,
  };
  return { evidence, lockfile, entryPin };
}

function otherVersion(
  launch: Launch,
  lockfile: LockfileOf[Versioned] | null,
): PinEvidence["otherVersion"] {
  if (lockfile === null || launch.pinLevel !== "exact" || launch.versionSpec === null) return null;
  const asked = launch.versionSpec.replace(/^[v=\s]+/, "");
  return asked === lockfile.version ? null : { asked, pinned: lockfile.version };
}
