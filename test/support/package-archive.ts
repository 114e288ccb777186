import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type TarEntry, writeTar } from "./tar.ts";

/** Path in the package to content; an object where a file is to be executable. */
export type PackageFiles = Readonly<
  Record<
    string,
    string | Uint8Array | { readonly content: string | Uint8Array; readonly mode: number }
  >
>;

/** A package as `npm pack` makes it: every path below `package/`, the same bytes every time. */
export function packageArchive(files: PackageFiles): Buffer {
  return gzip(writeTar(entriesOf(files)));
}

export function entriesOf(files: PackageFiles): TarEntry[] {
  return Object.entries(files).map(([path, file]) => ({
    path: `package/${path}`,
    ...(typeof file === "string" || file instanceof Uint8Array ? { content: file } : file),
  }));
}

/** Without the name of the operating system, which zlib puts into the tenth byte. */
export function gzip(bytes: Uint8Array): Buffer {
  const zipped = gzipSync(bytes);
  zipped[9] = 255;
  return zipped;
}

/** The SRI string of an archive, as a registry and a lockfile give it. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
}

export function shasumOf(bytes: Uint8Array): string {
  return createHash("sha1").update(bytes).digest("hex");
}
