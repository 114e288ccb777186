import type { Lockfile } from "../lockfile/schema.ts";
import type { PinEvidence } from "../model/evidence.ts";
import type { Finding } from "../model/finding.ts";
import type { PlanFacts } from "../model/lock-plan.ts";
import type { LockedEcosystem, Subject } from "../model/subject.ts";
import type { RuleId } from "../rules/index.ts";
import type { ManifestStore } from "../state/manifests.ts";
import type { State } from "../state/state.ts";
import type { ChainReading } from "../verify/find-chains.ts";
import type { Pins } from "../verify/pins.ts";
import type { KnownServer } from "../verify/servers.ts";
import type { LockWorld } from "./world.ts";

/** What pinning needs beside the server, whatever its ecosystem. */
export interface LockContext {
  readonly world: LockWorld;
  readonly state: State;
  readonly pins: Pins;
  readonly clientPath: string | null;
  readonly capturedPath: (client: string) => string | null;
  /** pinfold's own; each kind of registry has a folder in it. */
  readonly cacheFolder: string;
  /** For programs of pinfold's own. */
  readonly dataFolder: string;
  /** Packages whose code may run when they are installed, by name. */
  readonly allowScripts: readonly string[];
  /** Whether a person says yes to what must be done before there is a plan. */
  readonly consent: (question: string) => Promise<boolean>;
  readonly onProgress: (text: string) => void;
  /** The chains of launchers, each read once: what is shown and pinned is what was started. */
  readonly reading: ChainReading;
}

/** Servers that share one subject. */
export type SubjectGroup = readonly [KnownServer, ...KnownServer[]];

/** What the pins in force say on a server before it is locked. */
export interface FoundPin {
  readonly subject: Subject;
  readonly evidence: PinEvidence;
  readonly lockfile: Lockfile | null;
}

/** What would be pinned for one server, before anybody was asked. */
export interface LockPlan extends PlanFacts {
  readonly subject: Subject;
  /** What would be written. */
  readonly lockfile: Lockfile;
  /** Errors of what is installed against its archives: with one of them nothing is pinned. */
  readonly refusals: readonly Finding[];
  /** Programs that are started beside the entry's own: their chains are pinned too. */
  readonly interpreters: readonly string[];
  /** What was locked is what this machine expects from now on. */
  remember(): void;
}

/** One thing that is wrong with a lockfile, or that could not be judged. */
export interface CheckProblem {
  readonly file: string;
  /** Where in the file; else it is looked up by `package`. */
  readonly line?: number;
  /** The rule that says it; where none is named it is a registry's answer, or its silence. */
  readonly rule?: RuleId;
  readonly package: string | null;
  readonly message: string;
  readonly hint: string;
  /** False where it could not be judged: a registry that did not answer. */
  readonly isWrong: boolean;
}

/** A lockfile that could be read, for the comparison with the registry. */
export interface CheckedLockfile {
  readonly file: string;
  readonly text: string;
  readonly lockfile: Lockfile;
}

/** What the archives of locked packages are fetched with. */
export interface CheckContext {
  readonly world: LockWorld;
  readonly manifests: ManifestStore;
  readonly cacheFolder: string;
  readonly dataFolder: string;
  readonly onProgress: (text: string) => void;
}

/** How the servers of one ecosystem are pinned, and how its lockfiles are checked. */
export interface Locker {
  readonly ecosystem: LockedEcosystem;
  /** Code that runs at install can be approved after a server was pinned, in its lockfile. */
  readonly approvesLater: boolean;
  takes(server: KnownServer): boolean;
  pin(context: LockContext, server: KnownServer): FoundPin;
  /** What is wrong with an entry before its packages are looked at. */
  findings(
    context: LockContext,
    server: KnownServer,
    lockfile: Lockfile | null,
  ): Promise<readonly Finding[]>;
  /** Of servers that are pinned already. */
  interpreters(
    context: LockContext,
    group: SubjectGroup,
    lockfile: Lockfile,
  ): Promise<readonly string[]>;
  /**
   * What the first of them would run is pinned; what is installed for any is compared with it. Installs
   * nothing, and writes nothing but caches. Throws a PinfoldError where no plan can be made.
   */
  plan(context: LockContext, group: SubjectGroup, lockfile: Lockfile | null): Promise<LockPlan>;
  /** What is wrong with a lockfile by itself: its parts do not fit together. */
  problems(lockfile: Lockfile): Iterable<Pick<CheckProblem, "message" | "hint">>;
  /** Fetches the archives that a lockfile pins, never newer ones, and compares every digest. */
  checkOnline(context: CheckContext, checked: CheckedLockfile): Promise<readonly CheckProblem[]>;
}
