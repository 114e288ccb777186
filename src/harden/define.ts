import type { PrivateCopy } from "../state/private-copies.ts";
import type { KnownServer } from "../verify/servers.ts";
import type { NewCommand } from "./rewrite.ts";

/** What is to become of a server's entry. */
export type Decision =
  | {
      readonly kind: "rewrite";
      readonly next: NewCommand;
      /** What it starts from now on, for a sentence: `gull 1.0.0, from its private copy`. */
      readonly starts: string;
    }
  /** It is what it would be made. */
  | { readonly kind: "done" }
  /** It stays as it is, and what a person could do. */
  | { readonly kind: "left"; readonly reason: string; readonly remedy: string };

/** How an entry starts pinfold: a user's own file by this machine's copy, a shared one by its name. */
export type Start =
  | { readonly by: "copy"; readonly copy: Pick<PrivateCopy, "node" | "cli"> }
  | { readonly by: "name" };

/** A server that can be hardened, and what is known of it. */
export interface HardenFacts {
  readonly server: KnownServer;
  /** The version that is pinned; null where there is no pin. */
  readonly pinned: string | null;
  /** Why its pin cannot be used, else null. */
  readonly pinProblem: string | null;
  /** Names of the entry's variables that act on pinfold itself: they load code, or choose its pins. */
  readonly injected: readonly string[];
}
