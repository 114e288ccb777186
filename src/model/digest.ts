import { createHash, hash } from "node:crypto";

/** `sha256:` and 64 lower-case hex digits. */
export const SHA256 = /^sha256:[0-9a-f]{64}$/;

/** `h1:` and the base64 of 32 bytes: the digest of a package's files, see `h1Of`. */
export const H1 = /^h1:[A-Za-z0-9+/]{43}=$/;

/** One sha512 of the SRI grammar; registries' weaker or multiple digests are not pinned. */
export const SHA512_INTEGRITY = /^sha512-[A-Za-z0-9+/]{86}==$/;

/** `sha256:…` of a text (UTF-8) or bytes. */
export function sha256Of(data: string | Uint8Array): string {
  return `sha256:${hash("sha256", data, "hex")}`;
}

/** A file of a package: path with `/`, relative to the package, and its sha256 in bare hex. */
export interface FileDigest {
  readonly path: string;
  readonly sha256: string;
}

// UTF-16 and UTF-8 order differ only where surrogates meet the characters above them.
const SURROGATE = /[\ud800-\udfff]/;

/** Sorted by the bytes of their UTF-8 form, as Go sorts strings. Changes nothing for ASCII. */
export function byUtf8(a: string, b: string): number {
  if (a === b) return 0;
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

function byUtf16(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The lines that `h1Of` digests, one a file: `<sha256 hex><two spaces><prefix>/<path>\n`, sorted by
 * path. This text is the package's manifest: `sha256sum` prints the same lines, and
 * `sha256sum $(find zod@4.1.0 -type f | LC_ALL=C sort) | openssl sha256 -binary | base64` the h1.
 *
 * @param prefix `name@version`
 */
export function manifestOf(prefix: string, files: readonly FileDigest[]): string {
  // Asked once a list, not once a comparison: that is a fifth of the time of a whole tree.
  const isPlain = !files.some(({ path }) => SURROGATE.test(path));
  const compare = isPlain ? byUtf16 : byUtf8;
  return files
    .toSorted((a, b) => compare(a.path, b.path))
    .map((file) => `${file.sha256}  ${prefix}/${file.path}\n`)
    .join("");
}

/** Go's `dirhash.Hash1` over a manifest: `h1:` and the base64 of its sha256. */
export function h1OfManifest(manifest: string): string {
  return `h1:${createHash("sha256").update(manifest).digest("base64")}`;
}

/** The h1 of a package's files. Source: golang.org/x/mod/sumdb/dirhash. */
export function h1Of(prefix: string, files: readonly FileDigest[]): string {
  return h1OfManifest(manifestOf(prefix, files));
}

const LINE = /^([0-9a-f]{64}) {2}(.+)$/s;

/**
 * The files of a manifest, or null where it is malformed. Believe it only after `h1OfManifest` of
 * the same text equalled a pin.
 */
export function parseManifest(manifest: string, prefix: string): FileDigest[] | null {
  const files: FileDigest[] = [];
  for (const line of manifest.split("\n").slice(0, -1)) {
    const [, sha256, path] = LINE.exec(line) ?? [];
    if (sha256 === undefined || path === undefined || !path.startsWith(`${prefix}/`)) return null;
    files.push({ sha256, path: path.slice(prefix.length + 1) });
  }
  return manifest === "" || manifest.endsWith("\n") ? files : null;
}
