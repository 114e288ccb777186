export type Severity = "error" | "warning" | "note";

export interface Location {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * A fact about the machine, held as data. Texts are unescaped; a reporter escapes them for where it
 * prints (a terminal, a notification, a log).
 */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  /** Id of the server concerned; null where a file without readable servers is. */
  readonly server: string | null;
  readonly message: string;
  readonly location: Location | null;
  readonly pinned: string | null;
  readonly observed: string | null;
  /** What the next start would execute because of it, where that is known. */
  readonly wouldRun: string | null;
  /** The next step, with the exact command where there is one. */
  readonly remedy: string;
}

/** What a rule yields: the pipeline adds rule, severity and server. */
export interface FindingDraft {
  readonly message: string;
  readonly location?: Location;
  readonly pinned?: string;
  readonly observed?: string;
  readonly wouldRun?: string;
  /** Overrides the rule's own remedy. */
  readonly remedy?: string;
  /** Overrides the rule's own severity, where a policy says so. */
  readonly severity?: Severity;
}
