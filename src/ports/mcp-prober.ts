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

/** Output that is not of the protocol, on the stream that belongs to the protocol. */
export interface StrayOutput {
  readonly lines: number;
  readonly bytes: number;
  /** The first of it, raw. */
  readonly first: string;
}

/** One request over HTTP and what came of it. */
export interface HttpStep {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Where a redirect leads; null where it is none. */
  readonly location: string | null;
}

/** What a server did when it was spoken to. Texts are its own, raw: whoever shows them masks them. */
export interface Probe {
  readonly outcome: ProbeOutcome;
  /** What went wrong, in the words of the system or the protocol's library; null where nothing did. */
  readonly reason: string | null;
  readonly protocolVersion: string | null;
  readonly server: { readonly name: string; readonly version: string } | null;
  readonly capabilities: readonly string[];
  readonly tools: number | null;
  /** Milliseconds to the answers of both requests, from when each was sent. */
  readonly initializeMs: number | null;
  readonly toolsListMs: number | null;
  readonly totalMs: number;
  readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
  readonly stray: StrayOutput | null;
  /** It did not end when it was asked to, by closing its input and then by SIGTERM. */
  readonly wasKilled: boolean;
  /** Processes of it that were still there after it had ended, and were ended as well. */
  readonly leftBehind: number;
  readonly http: readonly HttpStep[];
  /** How it wants to be told who asks (`WWW-Authenticate`), else null. */
  readonly authentication: string | null;
}

/** Speaks the protocol with a server as a client does, once, and leaves nothing of it running. */
export interface McpProber {
  probe(target: ProbeTarget, limitMs: number): Promise<Probe>;
}
