import type { Location, Severity } from "./finding.ts";
import type { Conversation } from "./handshake.ts";
import type { Launch } from "./launch.ts";
import type { ServerEntry } from "./server.ts";

/**
 * What follows from a diagnosis:
 * - `no-start`: something will not start
 * - `leak`: a secret can be read by who should not have it
 * - `scope`: a server is given more than it should have
 * - `unsettled`: it could not be judged
 * - `none`: worth knowing
 */
export type Consequence = "no-start" | "leak" | "scope" | "unsettled" | "none";

export interface ExcerptLine {
  /** Counted from 1. */
  readonly number: number;
  /** Values that can be secrets are left out. */
  readonly text: string;
}

/** Lines of a file around a place, and where in the last of them a caret stands, from 0. */
export interface Excerpt {
  readonly lines: readonly ExcerptLine[];
  readonly caret: number;
}

/** What a diagnosis says of one machine. Texts are unescaped, and hold no value of a secret. */
export interface Diagnosed {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly consequence: Consequence;
  /** Ids of the servers concerned. */
  readonly servers: readonly string[];
  /** Ids of the clients concerned. */
  readonly clients: readonly string[];
  /** What the text report calls it: a server's name, a client's, or a file. */
  readonly subject: string;
  readonly message: string;
  readonly location: Location | null;
  readonly excerpt: Excerpt | null;
  /** What it leads to, as a sentence without a full stop. */
  readonly effect: string | null;
  readonly remedy: string;
  /** `doctor --fix` mends it. */
  readonly isFixable: boolean;
}

/** A server as `doctor` saw it. */
export interface ExaminedServer {
  readonly entry: ServerEntry;
  readonly launch: Launch;
  /** Null for a disabled one. */
  readonly state: "fails" | "unsettled" | "nothing-found" | null;
}

/** What a handshake showed; texts of the server are masked. */
export interface HandshakeReport extends Conversation {
  readonly server: string;
  /** Started by `pinfold run`: what is pinned, and nothing else. */
  readonly isPinned: boolean;
  readonly outcome: string;
  readonly serverInfo: { readonly name: string; readonly version: string } | null;
}

export interface DoctorReport {
  readonly version: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly assumptions: readonly string[];
  readonly gaps: readonly string[];
  readonly files: readonly string[];
  readonly servers: readonly ExaminedServer[];
  readonly findings: readonly Diagnosed[];
  /** Empty where nobody asked for any. */
  readonly handshakes: readonly HandshakeReport[];
  readonly exitCode: number;
}
