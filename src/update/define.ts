import type { RankedDifference } from "../difference/difference.ts";
import type { Demands } from "../difference/package-state.ts";
import type { LockWorld } from "../lock/world.ts";
import type { PinPlace } from "../lockfile/pin-set.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import type { Finding } from "../model/finding.ts";
import type { Subject } from "../model/subject.ts";
import type { State } from "../state/state.ts";
import type { Pins } from "../verify/pins.ts";
import type { KnownServer } from "../verify/servers.ts";

/** What moving pins needs beside the server, whatever its ecosystem. */
export interface UpdateContext {
  readonly world: LockWorld;
  readonly state: State;
  readonly pins: Pins;
  readonly demands: Demands;
  readonly clientPath: string | null;
  readonly capturedPath: (client: string) => string | null;
  /** pinfold's own; each kind of registry has a folder in it. */
  readonly cacheFolder: string;
  /** For programs of pinfold's own. */
  readonly dataFolder: string;
  /** Whether a person says yes to what must be done before there is a plan. */
  readonly consent: (question: string) => Promise<boolean>;
  /** The one package that may move; null where all may. */
  readonly only: string | null;
  /** Keep the changed lines too. */
  readonly withSource: boolean;
  /** Packages whose install scripts are approved, by name. */
  readonly allowScripts: readonly string[];
  readonly onProgress: (text: string) => void;
}

/** The lockfile that is in force, as it was read. */
export interface PinInForce {
  readonly file: string;
  readonly text: string;
  readonly place: PinPlace;
}

/** Where a pin would move, before anybody was asked. */
export interface UpdatePlan {
  readonly subject: Subject;
  readonly pin: PinInForce;
  readonly from: string;
  readonly to: string;
  /** Packages of the pinned tree. */
  readonly packages: number;
  /** What would be written. */
  readonly lockfile: Lockfile;
  /** Null where nothing would move. */
  readonly difference: RankedDifference | null;
  /** A newer version that is too young. */
  readonly held: { readonly version: string; readonly published: string | null } | null;
}

/** How the pins of one ecosystem move. Nothing is installed, and nothing but caches is written. */
export interface Updater {
  takes(server: KnownServer): boolean;
  /** What is wrong with an entry before its packages are looked at: no pin moves while an error stands. */
  findings(context: UpdateContext, server: KnownServer): Promise<readonly Finding[]>;
  /** Null where there is no pin. Throws a PinfoldError where no plan can be made. */
  plan(context: UpdateContext, server: KnownServer): Promise<UpdatePlan | null>;
}
