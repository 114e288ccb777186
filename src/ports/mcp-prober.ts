import type { Conversation } from "../model/handshake.ts";

/** A server of this machine, as its client would start it. */
export interface LocalTarget {
  readonly kind: "local";
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment. Values can be secrets: never print, log or store them. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** A server that is reached over HTTP. */
export interface RemoteTarget {
  readonly kind: "remote";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type ProbeTarget = LocalTarget | RemoteTarget;

/**
 * - `answered` initialize and tools/list were answered
 * - `not-started` the program could not be started
 * - `died` it ended before it answered
 * - `silent` nothing came in time
 * - `flooded` so much came that was no answer that waiting on made no sense
 * - `refused` it answered with an error, or with what is not the protocol
 * - `unreachable` no connection was made
 * - `needs-login` it wants to know first who asks
 */
export type ProbeOutcome =
  | "answered"
  | "not-started"
  | "died"
  | "silent"
  | "flooded"
  | "refused"
  | "unreachable"
  | "needs-login";

/** What a server did when it was spoken to. Texts are its own, raw: whoever shows them masks them. */
export interface Probe extends Conversation {
  readonly outcome: ProbeOutcome;
  readonly server: { readonly name: string; readonly version: string } | null;
}

/** Speaks the protocol with a server as a client does, once, and leaves nothing of it running. */
export interface McpProber {
  probe(target: ProbeTarget, limitMs: number): Promise<Probe>;
}
