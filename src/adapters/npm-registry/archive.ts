import { createHash, type Hash, hash } from "node:crypto";

import ssri from "ssri";
import { Parser, type ReadEntry } from "tar";

import { packageFacts } from "../../ecosystems/npm/package-facts.ts";
import { PinfoldError } from "../../errors.ts";
import type { FileDigest } from "../../model/digest.ts";
import type { Archive, FileSink } from "../../ports/npm-registry.ts";
import { ArchiveNames, bundledPackages } from "./archive-names.ts";

// The largest real package of an MCP server unpacks to 120 MB; a bomb has a ratio of 1,000.
const MAX_UNPACKED = 1024 * 1024 * 1024;
const MAX_COMPRESSED = 512 * 1024 * 1024;
const MAX_ENTRIES = 200_000;
const KEPT_BYTES = 1024 * 1024;
const MAX_CONTENTS = 64 * 1024 * 1024;

export interface ArchiveWishes {
  /** Keep what is in the files, up to bounds. */
  readonly withContents?: boolean;
  /** Is handed every file, and again those that npm rewrites. */
  readonly sink?: FileSink;
}

/**
 * Digests an archive while it streams by, as npm would extract it, without writing anything. Throws
 * a PinfoldError `refused` for an archive that no honest packer makes.
 */
export async function readArchive(
  stream: NodeJS.ReadableStream,
  what: string,
  wishes: ArchiveWishes = {},
): Promise<Archive> {
  const reader = new ArchiveReader(what, wishes);
  const compressed = ssri.create({ algorithms: ["sha512"] });
  let length = 0;
  const done = new Promise<void>((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => reader.entry(entry, reject),
    });
    const fail = (thrown: unknown): void => reject(thrown);
    stream.on("error", fail);
    parser.on("error", fail);
    parser.on("end", resolve);
    stream.on("data", (chunk: Buffer) => {
      compressed.update(chunk);
      length += chunk.length;
      if (length > MAX_COMPRESSED) reject(refused(what, "is larger than any real package"));
      else parser.write(chunk);
    });
    stream.on("end", () => parser.end());
  });
  try {
    await done;
  } catch (thrown) {
    // An endless body would otherwise go on arriving.
    if (isDestroyable(stream)) stream.destroy();
    throw thrown;
  }
  return reader.archive(compressed.digest().toString());
}

function isDestroyable(stream: object): stream is { destroy(): void } {
  return "destroy" in stream && typeof stream.destroy === "function";
}

function refused(what: string, why: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `${what}: the archive ${why}`,
    "nothing was written; do not use this package, and tell whoever runs the registry",
  );
}

class ArchiveReader {
  readonly #what: string;
  readonly #names = new ArchiveNames();
  readonly #digests = new Map<string, string>();
  /** Whole bytes of package.json and of scripts that npm might rewrite. */
  readonly #kept = new Map<string, Buffer>();
  readonly #contents = new Map<string, { size: number; bytes: Buffer | null }>();
  readonly #wishes: ArchiveWishes;
  readonly #executable = new Set<string>();
  #contentBytes = 0;
  #unpacked = 0;
  #entries = 0;

  constructor(what: string, wishes: ArchiveWishes) {
    this.#what = what;
    this.#wishes = wishes;
  }

  entry(entry: ReadEntry, reject: (thrown: unknown) => void): void {
    const { type } = entry;
    this.#entries += 1;
    this.#unpacked += entry.size;
    const isFile = type === "File" || type === "OldFile" || type === "ContiguousFile";
    const isIgnored = type === "Directory" || type === "GNUDumpDir" || type.endsWith("Link");
    const why =
      this.#entries > MAX_ENTRIES || this.#unpacked > MAX_UNPACKED
        ? "is larger than any real package"
        : isFile || isIgnored
          ? this.#names.reject(entry.path)
          : `holds a ${type}`;
    if (why !== null) {
      reject(refused(this.#what, why));
      entry.resume();
      return;
    }
    const path = isFile ? this.#names.place(entry.path) : null;
    // npm extracts no links; folders are made as files need them.
    if (path === null) entry.resume();
    else this.#file(entry, path, reject);
  }

  #file(entry: ReadEntry, path: string, reject: (thrown: unknown) => void): void {
    const { withContents = false, sink } = this.#wishes;
    const digest: Hash = createHash("sha256");
    const keep = sink !== undefined || entry.size <= KEPT_BYTES ? ([] as Buffer[]) : null;
    entry.on("data", (chunk: Buffer) => {
      digest.update(chunk);
      keep?.push(chunk);
    });
    const end = (): void => {
      // Of duplicate entries the last one wins, as when npm extracts them one over the other.
      this.#digests.set(path, digest.digest("hex"));
      const bytes = keep === null ? null : Buffer.concat(keep);
      this.#kept.delete(path);
      this.#executable.delete(path);
      if (((entry.mode ?? 0) & 0o111) !== 0) this.#executable.add(path);
      if (withContents) this.#keep(path, entry.size, bytes);
      if (bytes === null) return;
      sink?.(path, bytes, this.#executable.has(path));
      if (entry.size <= KEPT_BYTES && (path === "package.json" || hasCrlfShebang(bytes)))
        this.#kept.set(path, bytes);
    };
    // What a listener throws ends the process: a sink's disk may be full.
    entry.on("end", () => {
      try {
        end();
      } catch (thrown) {
        reject(thrown);
      }
    });
  }

  #keep(path: string, size: number, bytes: Buffer | null): void {
    const hasRoom = bytes !== null && this.#contentBytes + bytes.length <= MAX_CONTENTS;
    if (hasRoom) this.#contentBytes += bytes.length;
    this.#contents.set(path, { size, bytes: hasRoom ? bytes : null });
  }

  archive(integrity: string): Archive {
    const clash = this.#names.clash([...this.#digests.keys()]);
    if (clash !== null) throw refused(this.#what, clash);
    const packageJson = this.#kept.get("package.json")?.toString("utf8");
    if (packageJson === undefined) throw refused(this.#what, "has no package.json");
    const files = [...this.#digests].map(([path, sha256]): FileDigest => ({ path, sha256 }));
    return {
      integrity,
      files,
      installedFiles: this.#installed(files, packageJson),
      bundled: bundledPackages(files.map(({ path }) => path)),
      packageJson,
      unpackedBytes: this.#unpacked,
      contents: this.#contents,
    };
  }

  /** npm rewrites `\r\n` at the end of the first line of a program that it links (bin-links). */
  #installed(files: readonly FileDigest[], packageJson: string): readonly FileDigest[] | null {
    const programs = new Set(Object.values(packageFacts(packageJson, false)?.bin ?? {}));
    const rewritten = new Map(
      [...this.#kept]
        .filter(([path, bytes]) => programs.has(path) && hasCrlfShebang(bytes))
        .map(([path, bytes]) => {
          const fixed = bytes.toString("utf8").replace(/^(#![^\n]+)\r\n/, "$1\n");
          this.#wishes.sink?.(path, Buffer.from(fixed), this.#executable.has(path));
          return [path, hash("sha256", fixed, "hex")];
        }),
    );
    if (rewritten.size === 0) return null;
    return files.map(({ path, sha256 }) => ({ path, sha256: rewritten.get(path) ?? sha256 }));
  }
}

function hasCrlfShebang(bytes: Buffer): boolean {
  return (
    bytes[0] === 0x23 &&
    bytes[1] === 0x21 &&
    /^#![^\n]+\r\n/.test(bytes.toString("latin1", 0, 2048))
  );
}
