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

/** What was learned by speaking with a server. */
export interface Conversation {
  /** What went wrong, in the words of the system or the protocol's library; null where nothing did. */
  readonly reason: string | null;
  readonly protocolVersion: string | null;
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
