import { gunzipSync } from "node:zlib";
import { integrityOf, packageArchive, type PackageFiles, shasumOf } from "../package-archive.ts";

/** The fields of a package.json that a registry looks at; others may be there. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly bundleDependencies?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly license?: string;
  readonly repository?: unknown;
  readonly [field: string]: unknown;
}

export interface Circumstances {
  /** ISO time; without it an hour after the publication before. */
  readonly at?: string;
  readonly by?: string;
  /** Set to this version: `latest` without it; null for none. */
  readonly tag?: string | null;
  /** In place of the archive made from the files. */
  readonly archive?: Uint8Array;
  /** Signed by the registry's key, as the real one does; false for a registry without signatures. */
  readonly isSigned?: boolean;
}

/** One version as it was published. */
export interface Publication {
  readonly manifest: Manifest;
  readonly files: PackageFiles;
  readonly archive: Buffer;
  readonly integrity: string;
  readonly shasum: string;
  readonly at: string;
  readonly by: string;
  isSigned: boolean;
  deprecated: string | null;
  /** What the registry serves, where a test tampered with it. */
  tampered: Buffer | null;
  /** The answer of the attestations endpoint. */
  attestations: unknown;
}

const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall"];

export function makePublication(
  manifest: Manifest,
  files: PackageFiles,
  { at = "", by = "harbour", archive, isSigned = true }: Circumstances,
): Publication {
  const whole = { "package.json": `${JSON.stringify(manifest, null, 2)}\n`, ...files };
  const bytes = Buffer.from(archive ?? packageArchive(whole));
  return {
    manifest,
    files: whole,
    archive: bytes,
    integrity: integrityOf(bytes),
    shasum: shasumOf(bytes),
    at,
    by,
    isSigned,
    deprecated: null,
    tampered: null,
    attestations: null,
  };
}

export function hasInstallScript({ manifest, files }: Publication): boolean {
  return (
    "binding.gyp" in files || INSTALL_SCRIPTS.some((name) => manifest.scripts?.[name] !== undefined)
  );
}

/** `bin` as a registry normalizes it: a single program takes the package's own name. */
export function programsOf({ name, bin }: Manifest): Readonly<Record<string, string>> {
  if (typeof bin !== "string") return bin ?? {};
  return { [name.slice(name.indexOf("/") + 1)]: bin };
}

export function unpackedSizeOf(publication: Publication): number {
  try {
    return gunzipSync(publication.archive).length;
  } catch {
    return publication.archive.length;
  }
}
