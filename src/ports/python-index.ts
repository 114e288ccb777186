import type { FileDigest } from "../model/digest.ts";

/** One archive of a project, as an index lists it. Nothing in it is proof of anything. */
export interface IndexFile {
  readonly file: string;
  /** Absolute, without a fragment. */
  readonly url: string;
  /** `sha256:…`; null where the index gives none. */
  readonly sha256: string | null;
  readonly requiresPython: string | null;
  /** The reason, "" where it is yanked without one; null where it is not (PEP 592). */
  readonly yanked: string | null;
  /** ISO 8601; null where the index keeps no times (PEP 700). */
  readonly published: string | null;
  /** Where its attestations are (PEP 740); null where the index has none or does not say. */
  readonly provenance: string | null;
}

export interface IndexProject {
  readonly name: string;
  readonly files: readonly IndexFile[];
  /** PEP 792: `active`, `archived`, `quarantined`, `deprecated`; null where the index does not say. */
  readonly status: string | null;
  readonly statusReason: string | null;
  /** Whether the index says where attestations are, for any of its files (PEP 740). */
  readonly knowsProvenance: boolean;
}

/** What was read from the bytes of one wheel. */
export interface Wheel {
  /** `sha256:…` of the archive, computed here. */
  readonly sha256: string;
  readonly size: number;
  /** By the paths of docs/lockfile.md. */
  readonly files: readonly FileDigest[];
  readonly unpackedBytes: number;
  readonly metadata: string;
  /** The text of its entry_points.txt; "" where there is none. */
  readonly entryPoints: string;
  /** Files whose RECORD line has another digest than their bytes. */
  readonly wronglyRecorded: readonly string[];
  /** By path, where contents were asked for; bytes are null where there was no room for them. */
  readonly contents: ReadonlyMap<
    string,
    { readonly size: number; readonly bytes: Uint8Array | null }
  >;
}

/** What is asked for: an address that a resolver or an index named, and what must be behind it. */
export interface ArchiveRequest {
  readonly file: string;
  readonly url: string;
  /** `sha256:…`; other bytes are refused. */
  readonly sha256: string;
  readonly cacheFolder: string;
  /** Whether it is kept there; else it is digested and forgotten. */
  readonly keep: boolean;
  /** Of a wheel: keeps what is in the files, up to bounds; for digests nobody needs it. */
  readonly withContents?: boolean;
}

/**
 * Indexes of Python packages. Every method throws a PinfoldError: `network` where there was no usable
 * answer, `refused` for bytes that are not what they should be.
 */
export interface PythonIndex {
  /**
   * The page of one project, never answered from what was kept on a disk; null where the index has
   * none that says more than where files are (PEP 691).
   */
  project(index: string, name: string): Promise<IndexProject | null>;
  /** The bytes of an archive: from pinfold's own cache by their digest, else from the network. */
  archive(request: ArchiveRequest): Promise<Buffer>;
  /** The same for a wheel, read as an installer reads it. */
  wheel(request: ArchiveRequest): Promise<Wheel>;
  /** Loads what reading archives needs, while somebody waits for something else. */
  prepare(): void;
  /** The provenance object of one file, as it stands there (PEP 740). */
  provenance(url: string): Promise<Uint8Array>;
}
