import type { OddEntry } from "../../model/npm-tree.ts";
import type {
  EnvironmentFile,
  EnvironmentLink,
  FolderReading,
} from "../../model/python-environment.ts";
import type { Disk, EntryKind, FolderEntry } from "../../ports/disk.ts";
import type { FolderRequest } from "../../ports/tree-reader.ts";
import { oddKindOf } from "../odd-entry.ts";
import { HEADER_BYTES } from "./bytecode.ts";

/** Deeper than any real environment; what lies below is reported, never skipped in silence. */
/** More bytes than any real package has: a sparse file costs nothing to make, and much to read. */
const MAX_BYTES = 8 * 1024 * 1024 * 1024;

const MAX_DEPTH = 64;

/** What is parsed: no real METADATA or RECORD is larger than a few of these. */
const MAX_TEXT = 8 * 1024 * 1024;
const MAX_SCRIPT = 64 * 1024;

const DESCRIPTION = /\.dist-info\/(?:METADATA|RECORD|entry_points\.txt)$/;
const HOOK = /\.pth$/;
const COMPILED = /\.pyc$/;

/**
 * Reads an entry of an environment to the bottom: every file is opened and hashed once, no link is
 * followed. What is parsed later are the bytes that were hashed.
 */
export function readFolder(disk: Disk, request: FolderRequest): FolderReading {
  const reader = new FolderReader(disk, request);
  reader.read();
  return reader.reading;
}

class FolderReader {
  readonly reading = {
    files: [] as EnvironmentFile[],
    links: [] as EnvironmentLink[],
    texts: {} as Record<string, string>,
    heads: {} as Record<string, string>,
    odd: [] as OddEntry[],
  };
  readonly #disk: Disk;
  #bytes = 0;
  readonly #request: FolderRequest;

  constructor(disk: Disk, request: FolderRequest) {
    this.#disk = disk;
    this.#request = request;
  }

  read(): void {
    const pending: { path: string; depth: number }[] = [];
    const entry = (path: string, kind: EntryKind, depth: number): void => {
      // No line of a manifest can hold such a name, so no wheel that is locked has it.
      if (/[\r\n\uFFFD]/.test(path)) this.#odd(path, "file");
      else if (kind === "file") this.#file(path);
      else if (kind === "link") this.#link(path);
      else if (kind !== "folder") this.#odd(path, "special");
      else if (depth >= MAX_DEPTH) this.#odd(path, "too-deep");
      else pending.push({ path, depth: depth + 1 });
    };
    entry(this.#request.path, this.#request.kind, 0);
    for (let next = pending.pop(); next !== undefined; next = pending.pop())
      for (const { name, kind } of this.#list(next.path))
        if (kind !== "folder" || this.#request.skips?.includes(name) !== true)
          entry(`${next.path}/${name}`, kind, next.depth);
  }

  #file(path: string): void {
    if (this.#bytes > MAX_BYTES) return this.#odd(path, "unreadable");
    const keep = this.#keepOf(path);
    try {
      const found = this.#disk.digest(`${this.#request.root}/${path}`, keep);
      if (found === null) return this.#odd(path, "changing");
      const { sha256, size, modified = null, identity = null } = found;
      this.reading.files.push({ path, sha256, size, modified, identity });
      this.#bytes += size;
      if (COMPILED.test(path)) {
        const head = (found.head ?? found.bytes ?? new Uint8Array()).subarray(0, HEADER_BYTES);
        this.reading.heads[path] = Buffer.from(head).toString("hex");
      } else if (found.bytes !== null)
        this.reading.texts[path] = Buffer.from(found.bytes).toString("utf8");
    } catch (thrown) {
      this.#odd(path, oddKindOf(thrown));
    }
  }

  #keepOf(path: string): number {
    if (DESCRIPTION.test(path)) return MAX_TEXT;
    if (COMPILED.test(path) || HOOK.test(path)) return MAX_SCRIPT;
    return path.startsWith(`${this.#request.scripts}/`) || !path.includes("/") ? MAX_SCRIPT : 0;
  }

  #link(path: string): void {
    try {
      const target = this.#disk.readLink(`${this.#request.root}/${path}`);
      this.reading.links.push({ path, target });
    } catch (thrown) {
      this.#odd(path, oddKindOf(thrown));
    }
  }

  #list(path: string): readonly FolderEntry[] {
    try {
      const entries = this.#disk.list(`${this.#request.root}/${path}`);
      if (entries === null) this.#odd(path, "changing");
      return entries ?? [];
    } catch (thrown) {
      this.#odd(path, oddKindOf(thrown));
      return [];
    }
  }

  #odd(path: string, kind: OddEntry["kind"]): void {
    this.reading.odd.push({ path, kind, target: null });
  }
}
