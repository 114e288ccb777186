import { type FileDigest, h1OfManifest, manifestOf, parseManifest } from "../model/digest.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { Files } from "../ports/files.ts";

const MAX_BYTES = 64 * 1024 * 1024;

/**
 * The file lists behind h1 digests, so that a finding can name the changed file. Each is named by
 * its digest and believed only if it hashes to it: an edited one is as good as none.
 */
export class ManifestStore {
  readonly #disk: Disk;
  readonly #files: Files;
  readonly #folder: string;

  constructor(disk: Disk, files: Files, folder: string) {
    this.#disk = disk;
    this.#files = files;
    this.#folder = folder;
  }

  /** Base64 has `/`, which a file name cannot. */
  #pathOf(h1: string): string {
    const name = Buffer.from(h1.slice("h1:".length), "base64").toString("hex");
    return `${this.#folder}/${name.slice(0, 2)}/${name}`;
  }

  /** Whether a list is there under that digest; `read` says whether it is the right one. */
  has(h1: string): boolean {
    try {
      return this.#disk.stat(this.#pathOf(h1)) !== null;
    } catch (thrown) {
      if (thrown instanceof DiskError) return false;
      throw thrown;
    }
  }

  read(h1: string, prefix: string): readonly FileDigest[] | null {
    try {
      const bytes = this.#disk.read(this.#pathOf(h1), MAX_BYTES);
      const text = bytes === null ? null : Buffer.from(bytes).toString("utf8");
      return text !== null && h1OfManifest(text) === h1 ? parseManifest(text, prefix) : null;
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }

  forget(h1: string): void {
    this.#files.forget(this.#pathOf(h1));
  }

  write(prefix: string, files: readonly FileDigest[]): void {
    const text = manifestOf(prefix, files);
    this.#files.keep(this.#pathOf(h1OfManifest(text)), text);
  }
}
