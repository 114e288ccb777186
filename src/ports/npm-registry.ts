import type { FileDigest } from "../model/digest.ts";
import type { AttestationAnswer, RegistrySignature } from "../model/provenance.ts";
import type { NpmSettings } from "./npm-settings.ts";

/** What a registry says about one version. Nothing in it is proof of anything. */
export interface PackageDocument {
  readonly name: string;
  readonly version: string;
  /** The registry's own claim, an SRI string. */
  readonly integrity: string | null;
  /** ISO 8601; null where the registry keeps no times. */
  readonly published: string | null;
  readonly publisher: string | null;
  readonly repository: string | null;
  readonly deprecated: string | null;
  readonly claims: EvidenceClaims;
}

/** What a registry says of the evidence for a version. */
export interface EvidenceClaims {
  /** Host of the registry; empty where none was asked. */
  readonly registry: string;
  /** It is the one that npm asks where nobody set another. */
  readonly isDefault: boolean;
  readonly signatures: readonly RegistrySignature[];
  /** Some version of the package is signed. */
  readonly signs: boolean;
  /** It says that it has attestations of this version. */
  readonly isAttested: boolean;
}

/** One version in a registry's list of a package. */
export interface ListedVersion {
  /** `sha512-…`; null where the registry gives no such digest. */
  readonly integrity: string | null;
  readonly published: string | null;
  readonly publisher: string | null;
  readonly deprecated: string | null;
  readonly engines: Readonly<Record<string, string>>;
  readonly signatures: readonly RegistrySignature[];
}

/** All that a registry says of a name, reduced to what is compared. */
export interface PackageList {
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, ListedVersion>>;
  /** Versions that it tells a time of and does not have. */
  readonly gone: readonly string[];
}

/** An answer and the mark by which a registry tells whether it still holds; some give none. */
export interface KnownAnswer {
  readonly etag: string | null;
  readonly list: PackageList;
}

/** Answers of earlier runs, by address. A damaged or missing one is null; writing never fails. */
export interface AnswerMemory {
  read(url: string): KnownAnswer | null;
  write(url: string, answer: KnownAnswer): void;
}

export interface AttestationQuestion {
  readonly name: string;
  readonly version: string;
  readonly settings: NpmSettings;
}

export interface KnownAttestations {
  readonly etag: string;
  readonly bytes: Uint8Array;
}

/** Attestations of earlier runs, by address; as with lists, what cannot be read is null. */
export interface AttestationMemory {
  read(url: string): KnownAttestations | null;
  write(url: string, answer: KnownAttestations): void;
}

export interface ListQuestion {
  readonly name: string;
  /** As the entry has it: `gull`, `gull@^1`. */
  readonly spec: string;
  readonly nodeVersion: string;
  readonly npmVersion: string | null;
  readonly settings: NpmSettings;
}

export interface ListAnswer {
  /** Host of the registry. */
  readonly registry: string;
  /** It is the one that npm asks where nobody set another. */
  readonly isDefault: boolean;
  readonly list: PackageList;
  /** What was remembered of it before this answer. */
  readonly before: PackageList | null;
  /** The version that npm picks for the spec; null where none fits. */
  readonly picked: string | null;
  /** The version that npm picks where nothing is asked for. */
  readonly newest: string | null;
}

/** A package at its place in a tree that npm would install. */
export interface PlannedPackage {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** npm goes on without it where it cannot be installed. */
  readonly optional: boolean;
}

/** What was read from an archive whose bytes equalled their integrity. */
export interface Archive {
  /** `sha512-…` of the bytes, computed here. */
  readonly integrity: string;
  /** Files as npm extracts them. */
  readonly files: readonly FileDigest[];
  /** Files as npm leaves them, where it rewrites some; null where it does not. */
  readonly installedFiles: readonly FileDigest[] | null;
  /** Packages inside of the archive, as paths: `node_modules/NAME`. */
  readonly bundled: readonly string[];
  readonly packageJson: string;
  readonly unpackedBytes: number;
  /** By path, where contents were asked for; bytes are null where there was no room for them. */
  readonly contents: ReadonlyMap<
    string,
    { readonly size: number; readonly bytes: Uint8Array | null }
  >;
}

/** One archive by the digest that was pinned: nothing that a registry says counts beside it. */
export interface PinnedArchive {
  readonly name: string;
  readonly version: string;
  /** `sha512-…` */
  readonly integrity: string;
}

/**
 * A file of an archive as npm extracts it. One path can come again: the last one counts.
 */
export type FileSink = (path: string, bytes: Uint8Array, isExecutable: boolean) => void;

export interface TreeRequest {
  readonly specs: readonly string[];
  /** Of the Node that npx would use: npm filters versions by `engines`. */
  readonly nodeVersion: string;
  /** Null where npx is not npm's own. */
  readonly npmVersion: string | null;
  readonly settings: NpmSettings;
  /** Which versions may be taken; all where absent. `published` is the registry's word. */
  readonly allows?: (name: string, version: string, published: string | null) => boolean;
}

/**
 * The registries that the client's npm uses. Every method throws a PinfoldError: `network` where
 * there was no usable answer, `refused` for bytes that are not what they should be.
 */
export interface NpmRegistry {
  /** A tag or range is resolved as npm does. Never answered from what was kept on a disk. */
  describe(name: string, spec: string, settings: NpmSettings): Promise<PackageDocument>;
  /** `withContents` keeps what is in the files, up to bounds; for `files` nobody needs it. */
  fetch(document: PackageDocument, settings: NpmSettings, withContents?: boolean): Promise<Archive>;
  /**
   * The registry's attestations of one version, from the registry that serves the package and no other
   * address; nothing of them is believed yet. Throws `network` where the registry fails to answer.
   */
  attestations(
    question: AttestationQuestion,
    memory: AttestationMemory,
  ): Promise<AttestationAnswer>;
  /**
   * Hands over every file of an archive: from npm's own cache, which is asked by digest and needs no
   * network, else from the registry. Throws where the bytes are not the pinned ones, after the files
   * were handed over: nothing of them may be used then.
   */
  unpack(pinned: PinnedArchive, settings: NpmSettings, sink: FileSink): Promise<Archive>;
  /** By one request, conditional where an earlier answer is known. Never answered without it. */
  list(question: ListQuestion, memory: AnswerMemory): Promise<ListAnswer>;
  /**
   * The tree that npx would install today; `cacheFolder` is pinfold's own. Throws `refused` where
   * the versions that may be taken make no tree.
   */
  resolve(request: TreeRequest, cacheFolder: string): Promise<readonly PlannedPackage[]>;
}
