/** What the audit log knows to tell. Read by machines: a word that was written once keeps its meaning. */
export const AUDIT_EVENTS = [
  // The log itself.
  "log-opened",
  "log-rotated",
  "log-repaired",
  // Pins, and what this machine remembers.
  "locked",
  "updated",
  "accepted",
  "adopted",
  "synced",
  "state-written",
  // Keys and authorities that evidence is verified with.
  "trust-refreshed",
  // Starting servers, and rewriting configurations.
  "run-started",
  "run-refused",
  "hardened",
  "unhardened",
  "config-mended",
  "store-changed",
  // The agent.
  "agent-installed",
  "agent-uninstalled",
  "agent-started",
  "agent-stopped",
  "monitoring-gap",
  "watching-degraded",
  "watching-restored",
  "verified",
  "finding",
  "resolved",
  "notified",
  "notification-failed",
  "snoozed",
  "log-tampered",
] as const;

export type AuditEvent = (typeof AUDIT_EVENTS)[number];

export type AuditDetail = string | number | boolean | null | readonly string[];

/** What somebody wants to be remembered. No secret may be in it. */
export interface AuditEntry {
  readonly event: AuditEvent;
  /** One sentence for people, unescaped. */
  readonly message: string;
  /** Ids of the servers concerned. */
  readonly servers?: readonly string[];
  /** `npm:NAME`, a launcher's command. */
  readonly subject?: string;
  readonly rule?: string;
  /** Absolute, or relative to the state folder for `state-written`. */
  readonly file?: string;
  /** Of what is there now; null for what was removed. */
  readonly digest?: string | null;
  readonly details?: Readonly<Record<string, AuditDetail>>;
}

/** One line of the log. */
export interface AuditRecord extends AuditEntry {
  /** Counts from 1, without gaps. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The command that wrote it: `accept`, `watch`. */
  readonly by: string;
  /** Digests of the records of this machine's state by file, where a segment begins. */
  readonly state?: Readonly<Record<string, string>>;
  /** `digest` of the record before; 64 zeros before the first. */
  readonly previous: string;
  /** Of this record without this field. */
  readonly self: string;
}

/** Where a log ends: kept elsewhere, it shows whether one was cut off or written anew. */
export interface AuditHead {
  readonly seq: number;
  /** `sha256:…` */
  readonly digest: string;
}
