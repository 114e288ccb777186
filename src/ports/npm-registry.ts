import type { FileDigest } from "../model/digest.ts";
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
}

export interface TreeRequest {
  readonly specs: readonly string[];
  /** Of the Node that npx would use: npm filters versions by `engines`. */
  readonly nodeVersion: string;
  /** Null where npx is not npm's own. */
  readonly npmVersion: string | null;
  readonly settings: NpmSettings;
}

/**
 * The registries that the client's npm uses. Every method throws a PinfoldError: `network` where
 * there was no usable answer, `refused` for bytes that are not what they should be.
 */
export interface NpmRegistry {
  /** A tag or range is resolved as npm does. Never answered from what was kept on a disk. */
  describe(name: string, spec: string, settings: NpmSettings): Promise<PackageDocument>;
  fetch(document: PackageDocument, settings: NpmSettings): Promise<Archive>;
  /** The tree that npx would install today; `cacheFolder` is pinfold's own. */
  resolve(request: TreeRequest, cacheFolder: string): Promise<readonly PlannedPackage[]>;
}
