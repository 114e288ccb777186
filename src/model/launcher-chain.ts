/** What stands between a config entry's command and the first byte of the package. */

/** `root`, `user`, or `uid 1234`: names survive user namespaces, numbers do not. */
export type Owner = string;

/** One symbolic link on the way to a file, also one among the folders before it. */
export interface LinkHop {
  readonly path: string;
  readonly target: string;
  readonly owner: Owner;
}

/**
 * `launcher` the command itself, `target` what a version manager's shim starts in its place,
 * `interpreter` what runs a script or is started by name on the way to the package, `script` a file
 * that the entry gives to an interpreter, `library` what a program's own search path makes the
 * system's loader put into it.
 */
export type ProgramRole = "launcher" | "target" | "interpreter" | "script" | "library";

/** Roles of what the launcher, target or script is run by. */
export function isBeneath(role: ProgramRole): boolean {
  return role === "interpreter" || role === "library";
}

export type ProgramProblem =
  | "missing"
  | "loop"
  | "not-a-file"
  | "unreadable"
  | "changing"
  | "not-executable"
  | "too-deep";

/** One program of the chain as it was pinned. */
export interface PinnedProgram {
  readonly role: ProgramRole;
  /** As it is looked up: `node`, or a path in a script's first line. */
  readonly name: string;
  /** The script that needs it; null for the launcher. */
  readonly usedBy: string | null;
  /** Where it was found, links not followed. */
  readonly path: string;
  readonly hops: readonly LinkHop[];
  readonly real: string;
  readonly sha256: string;
  readonly owner: Owner;
  readonly mode: number;
  /** The first line of a script, without `#!`. */
  readonly shebang: string | null;
  /** Who a program of macOS says that it was signed by; absent elsewhere. */
  readonly signer?: string | undefined;
}

/** One program of the chain as it is now. Null parts could not be learned; `problem` says why. */
export interface ChainProgram extends Omit<PinnedProgram, "real" | "sha256"> {
  readonly real: string | null;
  readonly sha256: string | null;
  readonly problem: ProgramProblem | null;
  /** The kind of version manager whose shim it is. */
  readonly shim: string | null;
  readonly lookup: Lookup | null;
}

export type PathEntryKind = "absolute" | "empty" | "relative" | "unexpanded";

/** One entry of a PATH. */
export interface PathEntry {
  readonly raw: string;
  readonly kind: PathEntryKind;
  /** The folder that it means for this working directory. */
  readonly folder: string;
}

/** `program` can be started, `latent` is one chmod away, the others are passed over. */
export type CandidateState =
  | "program"
  | "latent"
  | "folder"
  | "special"
  | "dangling"
  | "loop"
  | "unreadable";

export interface Candidate {
  readonly path: string;
  /** Which entry of the PATH. */
  readonly entry: number;
  readonly state: CandidateState;
  readonly real: string | null;
  readonly mode: number;
}

/** A name looked up on a PATH: everything of that name, in order. */
export interface Lookup {
  readonly entries: readonly PathEntry[];
  readonly candidates: readonly Candidate[];
  /** The candidate that would be started; null where none can. */
  readonly chosen: Candidate | null;
}

/** The code that a launcher loads, as one digest over all its files. */
export interface CodePin {
  readonly root: string;
  /** `npm@11.19.1` */
  readonly name: string;
  readonly files: string;
}

export interface Chain {
  readonly programs: readonly ChainProgram[];
  readonly code: readonly CodePin[];
  /** Files of the code that could not be read, and why. */
  readonly unread: readonly { readonly path: string; readonly problem: ProgramProblem }[];
  /** A script of the chain that starts what nothing here can follow. */
  readonly unfollowed: string | null;
  /** Code that is loaded from where it cannot be pinned: the rest of a sentence. */
  readonly uncovered: readonly { readonly path: string; readonly why: string }[];
}

/** What a person accepted although it is wrong on any machine. */
export interface AllowedHazard {
  readonly hazard: string;
  readonly path: string;
  /** Who was accepted; absent in records of older versions. */
  readonly detail?: string | undefined;
  readonly reason: string;
  /** `2027-01-31` */
  readonly until: string;
}

export interface PinnedChain {
  /** How the PATH was known: `entry`, `given`, `client ID`, `assumed`. */
  readonly origin: string;
  readonly path: string;
  readonly cwd: string | null;
  readonly programs: readonly PinnedProgram[];
  readonly code: readonly CodePin[];
  /** Candidates after the chosen one, which were there when the pin was taken. */
  readonly others: readonly string[];
  readonly allowed: readonly AllowedHazard[];
}

export type ChainChangeKind =
  | "shadowed"
  | "other-way"
  | "moved"
  | "missing"
  | "not-a-file"
  | "unreadable"
  | "changing"
  | "link"
  | "bytes"
  | "owner"
  | "mode"
  | "first-line"
  | "new-program"
  | "code"
  | "later";

/** One difference between a pinned chain and the one of now. */
export interface ChainChange {
  readonly kind: ChainChangeKind;
  readonly role: ProgramRole;
  readonly name: string;
  readonly path: string;
  readonly pinned: string | null;
  readonly observed: string | null;
  /** What the next start would execute because of it. */
  readonly wouldRun: string | null;
  /** A package database that only root writes says that this is its upgrade. */
  readonly isAttested: boolean;
  /** Another version under the same root: likely an upgrade by a manager that keeps no proof. */
  readonly looksLikeUpgrade: boolean;
  /** Who it says that it was signed by, where that is somebody else than before. */
  readonly signers?: { readonly pinned: string; readonly observed: string };
}

export type HazardKind =
  | "writable"
  | "creatable"
  | "foreign-owner"
  | "setuid"
  | "path-entry"
  | "latent"
  | "missing"
  | "loop"
  | "not-a-file"
  | "unreadable"
  | "changing"
  | "relative-command"
  | "shim"
  | "unfollowed"
  | "uncovered";

/** Something about a chain that is wrong, or worth knowing, without any pin. */
export interface ChainHazard {
  readonly kind: HazardKind;
  /** The program on whose way it lies. */
  readonly name: string;
  readonly path: string;
  /** Who could use it, what it leads to: a part of the sentence. */
  readonly detail: string;
  /** How many further files and folders below `path` it holds for; absent for none. */
  readonly others?: number;
  /** Whether it is wrong now, or only worth a warning. */
  readonly isGrave: boolean;
  readonly wouldRun: string | null;
}
