import type { LockfileOf } from "../lockfile/schema.ts";
import type { Baseline } from "../model/baseline.ts";
import type { Checked } from "../model/report.ts";
import type { Subject } from "../model/subject.ts";
import type { Disk } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { TreeReader } from "../ports/tree-reader.ts";
import type { LockWorld } from "../lock/world.ts";
import type { Evidence } from "../rules/apply.ts";
import type { State } from "../state/state.ts";

/** Ecosystems whose packages the store keeps. */
export type KeptEcosystem = "npm" | "pypi";

/** The private copy of one pinned tree: where it is, or would be. */
export interface Kept<Kind extends KeptEcosystem = KeptEcosystem> {
  readonly subject: Subject<Kind>;
  readonly lockfile: LockfileOf[Kind];
  /** Absolute; named after the tree and the platform, so that another tree never takes its place. */
  readonly folder: string;
  /** What findings call the server. */
  readonly name: string;
}

/** What judging a copy needs. */
export interface KeptWorld {
  readonly disk: Disk;
  readonly machine: Machine;
  readonly treeReader: TreeReader;
  readonly state: State;
}

/** What filling one needs besides: registries and their clients. */
export interface FillWorld extends KeptWorld, LockWorld {
  readonly onProgress: (text: string) => void;
}

/** What decides, beside the copy itself, which code a server loads. */
export interface Surroundings {
  /** The interpreter without links; null where it is not known yet. */
  readonly interpreter: string | null;
  /** The home folder that the server will have. */
  readonly home: string;
}

export interface JudgedCopy {
  /** As `verify` has it for an installed tree. */
  readonly evidence: Evidence;
  /** The copy itself is the pinned tree, to the last byte. */
  readonly isIntact: boolean;
  /** And nothing else would be loaded beside it: no rule needs to be asked. */
  readonly isClean: boolean;
  readonly checked: Checked;
}

/** How a server is started from its copy. */
export interface StartPlan {
  /** The program that runs it, by the name under which this machine has a pin of it: `node`. */
  readonly interpreter: string;
  /** The one that it must be, without links; null where any pinned one of that name will do. */
  readonly real: string | null;
  /** What is executed: a link to the interpreter that says where its packages are; null for itself. */
  readonly executable: string | null;
  /** What the interpreter is given before the arguments of the server. */
  readonly args: readonly string[];
}

/** How the store keeps the packages of one ecosystem. */
export interface Keeper<Kind extends KeptEcosystem = KeptEcosystem> {
  readonly ecosystem: Kind;
  /** Whether a copy that is gone can be made at a start: by no program that would have to be found. */
  readonly fillsAtStart: boolean;
  /** Reads and compares every file of a copy that is there. */
  judge(world: KeptWorld, kept: Kept<Kind>, around: Surroundings): Promise<JudgedCopy>;
  /**
   * Makes the copy in an empty folder from archives of the pinned digests, and compares it with the
   * lockfile. Answers what it is, to notice what is taken away later.
   *
   * @throws {PinfoldError} `network`, or `refused` for what is not the pinned tree
   */
  fill(world: FillWorld, kept: Kept<Kind>, folder: string): Promise<Baseline>;
  /** Interpreters that a copy needs and of which this machine has no pin yet: names, or paths. */
  interpreters(world: FillWorld, kept: Kept<Kind>): Promise<readonly string[]>;
  /**
   * @param bin a program of the package by its name; null for the one that the package is started by
   * @throws {PinfoldError} `usage` for a program that it does not have
   */
  start(world: KeptWorld, kept: Kept<Kind>, bin: string | null): StartPlan;
}
