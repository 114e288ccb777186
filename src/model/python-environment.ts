import type { OddEntry } from "./npm-tree.ts";

/** A file of an environment, read to the end. */
export interface EnvironmentFile {
  /** Relative to the environment: `lib/python3.11/site-packages/idna/core.py`. */
  readonly path: string;
  /** Bare lower-case hex. */
  readonly sha256: string;
  readonly size: number;
  /** Whole seconds since 1970 of its last change, as bytecode remembers them; null where unknown. */
  readonly modified: number | null;
  /** Which file it is, by device and number: what two environments share has one. */
  readonly identity: string | null;
}

export interface EnvironmentLink {
  readonly path: string;
  /** As written in the link. */
  readonly target: string;
}

/** Everything below one folder of an environment. */
export interface FolderReading {
  readonly files: readonly EnvironmentFile[];
  readonly links: readonly EnvironmentLink[];
  /** The bytes that were hashed, of small files that are read here: METADATA, RECORD, scripts. */
  readonly texts: Readonly<Record<string, string>>;
  /** The first 16 bytes of compiled files, as hex. */
  readonly heads: Readonly<Record<string, string>>;
  readonly odd: readonly OddEntry[];
}

/** Where an environment keeps what; relative to its root. */
export interface EnvironmentLayout {
  /** `bin`, on Windows `Scripts`. */
  readonly scripts: string;
  /** `lib/python3.11/site-packages` */
  readonly packages: string;
}

/** One distribution that an environment says it has. */
export interface Distribution {
  /** Normalized: `mcp-server-fetch`. */
  readonly name: string;
  readonly version: string;
  /** Relative to the environment: `lib/python3.11/site-packages/idna-3.10.dist-info`. */
  readonly folder: string;
  /** Normalized names that its METADATA asks for, under any condition. */
  readonly dependencies: readonly string[];
  /** What its entry_points.txt has for programs: name to `module:object`. */
  readonly programs: Readonly<Record<string, string>>;
  /** Paths that its RECORD claims, relative to the environment; with what it says of their hash. */
  readonly claims: ReadonlyMap<string, boolean>;
}
