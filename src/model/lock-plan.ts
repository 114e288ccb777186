import type { TimeOrigin } from "./time-origin.ts";
import type { EvidenceRecord, Provenance } from "./provenance.ts";

/** One package that would be pinned, as its registry describes it: its word, and no proof. */
export interface PlannedPin {
  readonly name: string;
  readonly version: string;
  /** ISO 8601; null where nobody tells it. */
  readonly published: string | null;
  /** Whose word that is. */
  readonly publishedBy: TimeOrigin;
  readonly publisher: string | null;
  readonly source: "registry" | "git" | "url";
  /** Code of it that runs when it is installed: what sets it off, and what is run. */
  readonly scripts: Readonly<Record<string, string>>;
  /** A person named it with `--allow-scripts`. */
  readonly isApproved: boolean;
  /** Files of it that run at every start of the interpreter. */
  readonly startupHooks: readonly string[];
  /** Who made it, as far as that could be verified; null where nobody was asked. */
  readonly evidence: EvidenceRecord | null;
  readonly files: number;
  readonly bytes: number;
}

/** The package that a server is. */
export interface PlannedRoot {
  readonly version: string;
  readonly published: string | null;
  readonly publisher: string | null;
  readonly repository: string | null;
  /** The name that it claims in a registry of MCP servers: `io.github.OWNER/NAME`. */
  readonly mcpName: string | null;
  readonly deprecated: string | null;
  /** Who built it, verified; null where nobody says so. */
  readonly provenance: Provenance | null;
}

/** What a person is asked to trust. */
export interface PlanFacts {
  /** `installed` where the next start runs what is there, else what its launcher would install today. */
  readonly origin: "installed" | "resolved";
  readonly root: PlannedRoot;
  /** Every package, the server's own among them. */
  readonly packages: readonly PlannedPin[];
  /** Whose choice the packages are: `npm` to `11.19.1`. */
  readonly resolver: Readonly<Record<string, string>>;
  /** More that is worth a look, a line each. */
  readonly notes: readonly string[];
}
