import { type FileDigest, h1OfManifest, manifestOf } from "../../model/digest.ts";
import { folderName, type ObservedPackage, type OddEntry, prefixOf } from "../../model/npm-tree.ts";
import type { Disk, FolderEntry } from "../../ports/disk.ts";
import type { UnitReading, UnitRequest } from "../../ports/tree-reader.ts";
import { oddKindOf } from "../odd-entry.ts";
import { MAX_PACKAGE_JSON, packageFacts } from "./package-facts.ts";

/** More bytes than any real package has: a sparse file costs nothing to make, and much to read. */
const MAX_BYTES = 4 * 1024 * 1024 * 1024;

/** Deeper than any real tree; what lies below is reported, never skipped in silence. */
const MAX_DEPTH = 64;

/**
 * Reads one entry of a `node_modules` folder to the bottom: each file is opened and hashed once,
 * links are never followed. Packages nested in a package's own `node_modules` are packages of their
 * own, since that is where Node looks for them.
 */
export function readUnit(
  disk: Disk,
  request: UnitRequest,
  known: ReadonlySet<string>,
): UnitReading {
  const reader = new UnitReader(disk, request, known);
  reader.entry(request.path, request.kind);
  return reader.reading;
}

class UnitReader {
  readonly reading = {
    packages: [] as ObservedPackage[],
    links: [] as { path: string; target: string | null }[],
    loose: [] as OddEntry[],
  };
  readonly #disk: Disk;
  readonly #root: string;
  readonly #keepEntries: boolean;
  readonly #known: ReadonlySet<string>;

  constructor(disk: Disk, request: UnitRequest, known: ReadonlySet<string>) {
    this.#disk = disk;
    this.#root = request.root;
    this.#keepEntries = request.keepEntries;
    this.#known = known;
  }

  /** An entry of a `node_modules` folder: a package, a scope, the programs, or something odd. */
  entry(path: string, kind: FolderEntry["kind"], inScope = false): void {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (isUnpinnable(name)) this.reading.loose.push({ path, kind: "file", target: null });
    else if (kind !== "folder") this.reading.loose.push(this.#odd(path, path, kind));
    else if (name === ".bin" && !inScope) this.#programs(path);
    else if (name.startsWith("@") && !inScope) this.#children(path, true);
    else if (name.startsWith("."))
      // npm makes no such folder: it is named whole.
      this.reading.loose.push({ path, kind: "file", target: null });
    else this.#package(path);
  }

  #children(path: string, inScope: boolean): void {
    const entries = this.#list(path, path, this.reading.loose);
    for (const entry of entries) this.entry(`${path}/${entry.name}`, entry.kind, inScope);
  }

  #programs(path: string): void {
    for (const { name, kind } of this.#list(path, path, this.reading.loose)) {
      const link = `${path}/${name}`;
      const target = kind === "link" ? this.#target(link) : null;
      this.reading.links.push({ path: link, target });
    }
  }

  #package(path: string): void {
    const files: FileDigest[] = [];
    const odd: OddEntry[] = [];
    let bytes = 0;
    let manifest: Uint8Array | null = null;
    let nested = false;
    const pending: { folder: string; depth: number }[] = [{ folder: "", depth: 0 }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { folder, depth } = next;
      for (const entry of this.#list(join(path, folder), folder, odd)) {
        const inner = join(folder, entry.name);
        if (isUnpinnable(entry.name)) odd.push({ path: inner, kind: "file", target: null });
        else if (entry.kind === "folder") {
          if (inner === "node_modules") nested = true;
          else if (depth >= MAX_DEPTH) odd.push({ path: inner, kind: "too-deep", target: null });
          else pending.push({ folder: inner, depth: depth + 1 });
        } else if (entry.kind === "file") {
          const keep = inner === "package.json" ? MAX_PACKAGE_JSON : 0;
          if (bytes > MAX_BYTES) {
            odd.push({ path: inner, kind: "unreadable", target: null });
            continue;
          }
          const file = this.#digest(join(path, inner), inner, keep, odd);
          if (file === null) continue;
          files.push({ path: inner, sha256: file.sha256 });
          bytes += file.size;
          if (keep > 0) manifest = file.bytes;
        } else odd.push(this.#odd(join(path, inner), inner, entry.kind));
      }
    }
    this.reading.packages.push(this.#observe(path, { files, odd, bytes, manifest }));
    if (nested) this.#children(`${path}/node_modules`, false);
  }

  #observe(
    path: string,
    read: { files: FileDigest[]; odd: OddEntry[]; bytes: number; manifest: Uint8Array | null },
  ): ObservedPackage {
    const { files, odd, bytes, manifest } = read;
    const facts =
      manifest === null
        ? null
        : packageFacts(
            Buffer.from(manifest).toString("utf8"),
            files.some((file) => file.path === "binding.gyp"),
          );
    const prefix = facts === null ? folderName(path) : prefixOf(facts.name, facts.version);
    const h1 = h1OfManifest(manifestOf(prefix, files));
    const entries = this.#keepEntries || !this.#known.has(h1) ? files : null;
    return { path, facts, files: h1, entries, fileCount: files.length, bytes, odd };
  }

  #digest(path: string, inner: string, keep: number, odd: OddEntry[]) {
    try {
      const file = this.#disk.digest(`${this.#root}/${path}`, keep);
      // Gone since it was listed.
      if (file === null) odd.push({ path: inner, kind: "changing", target: null });
      return file;
    } catch (thrown) {
      odd.push({ path: inner, kind: oddKindOf(thrown), target: null });
      return null;
    }
  }

  #list(path: string, inner: string, odd: OddEntry[]): readonly FolderEntry[] {
    try {
      const entries = this.#disk.list(`${this.#root}/${path}`);
      if (entries === null) odd.push({ path: inner, kind: "changing", target: null });
      return entries ?? [];
    } catch (thrown) {
      odd.push({ path: inner, kind: oddKindOf(thrown), target: null });
      return [];
    }
  }

  #odd(path: string, inner: string, kind: FolderEntry["kind"]): OddEntry {
    if (kind === "link") return { path: inner, kind: "link", target: this.#target(path) };
    return { path: inner, kind: kind === "file" ? "file" : "special", target: null };
  }

  #target(path: string): string | null {
    try {
      return this.#disk.readLink(`${this.#root}/${path}`);
    } catch {
      return null;
    }
  }
}

/** No line of a manifest can hold such a name, so no archive that we lock has it. */
function isUnpinnable(name: string): boolean {
  return /[\r\n\uFFFD]/.test(name);
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
