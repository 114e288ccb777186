import type { LockWorld } from "../lock/world.ts";
import type { Subject } from "../model/subject.ts";
import type { DigestAhead, Starter } from "../ports/starter.ts";
import type { KeptWorld } from "../store/define.ts";
import type { World } from "../verify/world.ts";

/** What starting a server needs. Everything that is slow to load is asked for when it is needed. */
export interface RunWorld extends Omit<KeptWorld, "state">, Pick<World, "files" | "rpmQuery"> {
  readonly starter: Starter;
  readonly digestAhead: DigestAhead;
  /** Registries and their clients, for a copy that is not there yet. */
  readonly lockWorld: () => Promise<LockWorld>;
  /** What a configured server of that name or id runs; throws `usage` where there is none. */
  readonly subjectOf: (server: string) => Promise<Subject>;
}

export interface RunRequest {
  /** A subject (`npm:NAME`), or a configured server's name or id. */
  readonly server: string;
  /** A program of the package, where it has several. */
  readonly bin: string | null;
  readonly args: readonly string[];
}
