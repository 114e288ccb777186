import type { Finding } from "../model/finding.ts";
import type { FillWorld, Kept, KeptEcosystem } from "../store/define.ts";
import type { KnownServer } from "../verify/servers.ts";

/** What bringing a server's own launcher to its pin needs. */
export interface BringContext {
  readonly world: FillWorld;
  readonly clientPath: string | null;
  readonly capturedPath: (client: string) => string | null;
}

/** What became of what a server's own launcher keeps of it. */
export interface Brought {
  /** Where it is kept. */
  readonly root: string | null;
  /** The pinned tree was put in its place. */
  readonly isMended: boolean;
  /** Why the next start may run something else all the same, and what would hold; null where it holds. */
  readonly notHeld: string | null;
  /** What was wrong with it before: a tree that was tampered with is not put right in silence. */
  readonly findings: readonly Finding[];
}

/** How the trees of one kind of launcher are put back to their pin. */
export interface Bringer<Kind extends KeptEcosystem> {
  takes(server: KnownServer): boolean;
  /** @throws {PinfoldError} where it could not be put back */
  bring(context: BringContext, server: KnownServer, kept: Kept<Kind>): Promise<Brought>;
}
