import type { Finding } from "./finding.ts";
import type { Launch } from "./launch.ts";
import type { ServerEntry } from "./server.ts";
import type { Verdict } from "./verdict.ts";

/** What was read for one server. `milliseconds` is this server's share of the run. */
export interface Checked {
  readonly packages: number;
  readonly files: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export const NOTHING_CHECKED: Checked = { packages: 0, files: 0, bytes: 0, milliseconds: 0 };

export interface ServerReport {
  readonly entry: ServerEntry;
  readonly launch: Launch;
  /** null for a disabled server. */
  readonly verdict: Verdict | null;
  readonly reason: string | null;
  /** Version that is installed or pinned, where one is known. */
  readonly version: string | null;
  readonly findings: readonly Finding[];
  readonly checked: Checked;
}

export interface Report {
  readonly version: string;
  /** ISO 8601, UTC, read once a run. */
  readonly now: string;
  readonly lockfiles: readonly string[];
  /** What was taken for granted or overridden by an option. */
  readonly assumptions: readonly string[];
  /** Servers that leave no configuration entry and are therefore not seen. */
  readonly gaps: readonly string[];
  readonly servers: readonly ServerReport[];
  /** Findings that belong to a file, not to a server. */
  readonly fileFindings: readonly Finding[];
  readonly exitCode: number;
}
