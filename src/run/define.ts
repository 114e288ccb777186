import type { LockWorld } from "../lock/world.ts";
import type { Subject } from "../model/subject.ts";
import type { DigestAhead, Starter } from "../ports/starter.ts";
import type { Folders } from "../state/folders.ts";
import type { State } from "../state/state.ts";
import type { KeptEcosystem } from "../store/define.ts";
import type { World } from "../verify/world.ts";

/** A package that has a pin, or a program of the disk as its entry names it. */
export type Started = { readonly subject: Subject<KeptEcosystem> } | { readonly program: string };

/** What starting a server needs. Everything that is slow to load is asked for when it is needed. */
export interface RunWorld extends World {
  readonly starter: Starter;
  readonly digestAhead: DigestAhead;
  /** Registries and their clients, for a copy that is not there yet. */
  readonly lockWorld: () => Promise<LockWorld>;
  /** What a configured server of that name or id runs; throws `usage` where there is none. */
  readonly configured: (server: string) => Promise<Started>;
}

/** One call. */
export interface RunSession {
  readonly folders: Folders;
  readonly state: State;
  readonly request: RunRequest;
}

export interface RunRequest {
  /** A subject (`npm:NAME`), the absolute path of a program, or a configured server's name or id. */
  readonly server: string;
  /** A program of the package, where it has several. */
  readonly bin: string | null;
  readonly args: readonly string[];
}
