import type { RankedDifference } from "../difference/difference.ts";
import type { Demands, PackageState } from "../difference/package-state.ts";
import type { LockWorld } from "../lock/world.ts";
import type { LockfileOf } from "../lockfile/schema.ts";
import type { LockedEcosystem } from "../model/subject.ts";
import type { Folders } from "../state/folders.ts";
import type { State } from "../state/state.ts";
import type { ChangedPin } from "../update/changed-packages.ts";

/** What comparing two states of lockfiles needs. */
export interface ChangeContext {
  /** Null where nothing is fetched: then lockfiles alone are compared. */
  readonly online: LockWorld | null;
  readonly state: State;
  readonly folders: Folders;
  readonly demands: Demands;
  readonly withSource: boolean;
  readonly onProgress: (text: string) => void;
}

/** How the packages of one ecosystem's lockfiles are compared. */
export interface Differ<Kind extends LockedEcosystem = LockedEcosystem, Pin = unknown> {
  readonly ecosystem: Kind;
  changed(
    before: LockfileOf[Kind] | null,
    after: LockfileOf[Kind] | null,
  ): readonly ChangedPin<Pin>[];
  /** What the lockfile alone says of a package. */
  offline(lockfile: LockfileOf[Kind], name: string, pin: Pin): PackageState;
  /** What its archive and its registry say; null where there is none for this kind. */
  online(
    context: ChangeContext & { readonly online: LockWorld },
    lockfiles: readonly LockfileOf[Kind][],
  ): Promise<((name: string, pin: Pin) => Promise<PackageState>) | null>;
}

/** One lockfile of the two states. */
export interface LockfileChange {
  /** Relative to the directory: `npm/gull.json`. */
  readonly file: string;
  readonly subject: string;
  readonly kind: "added" | "removed" | "moved";
  readonly from: string | null;
  readonly to: string | null;
  readonly revision: number;
  /** Packages of the tree before. */
  readonly packages: number;
  /** What no comparison of packages says, the gravest first. */
  readonly remarks: readonly string[];
  /** Whether files were compared, or lockfiles alone. */
  readonly isOffline: boolean;
  readonly difference: RankedDifference;
}

/** One demand of a policy that is not what it was. */
export interface PolicyChange {
  readonly text: string;
  /** Less is demanded than before, or more is let through. */
  readonly isLooser: boolean;
}

export interface Changes {
  /** What was compared with: a commit or a folder. */
  readonly base: string;
  readonly policy: readonly PolicyChange[];
  /** The riskiest first. */
  readonly lockfiles: readonly LockfileChange[];
}
