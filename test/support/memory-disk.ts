import { createHash } from "node:crypto";

import {
  type Disk,
  DiskError,
  type DiskProblem,
  type EntryKind,
  type EntryStat,
  type FileReading,
  type FolderEntry,
} from "../../src/ports/disk.ts";

/** Owner and mode of an entry; what is not given is an ordinary user's. */
export interface Owned {
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Of a file's bytes, in whole seconds since 1970. */
  readonly modified?: number;
}

interface Entry {
  readonly stat: EntryStat;
  readonly modified: number;
  readonly bytes: Uint8Array;
  readonly target: string;
  readonly ctime: number;
  readonly identity?: string;
}

let writes = 0;

const NOTHING: Uint8Array = new Uint8Array();
const MAX_LINKS = 40;

/**
 * A disk in memory: files, folders, links, FIFOs, what cannot be read and what changes while it is
 * read. Folders above an entry are made as needed. Windows' paths may have either separator; they
 * are kept with `/`.
 */
export class MemoryDisk implements Disk {
  /** How often the disk was asked anything: what a test of speed may rely on. */
  calls = 0;
  readonly #entries = new Map<string, Entry>();
  readonly #children = new Map<string, Set<string>>();
  readonly #unlisted = new Set<string>();
  readonly #failures = new Map<string, DiskProblem>();

  /** A disk with these files: path to content. */
  static of(files: Readonly<Record<string, string>>): MemoryDisk {
    const disk = new MemoryDisk();
    for (const [path, content] of Object.entries(files)) disk.file(path, content);
    return disk;
  }

  file(path: string, content: string | Uint8Array, owned: Owned = {}): this {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    return this.#put(path, "file", { mode: 0o644, ...owned }, bytes);
  }

  folder(path: string, owned: Owned = {}): this {
    return this.#put(path, "folder", { mode: 0o755, ...owned });
  }

  link(path: string, target: string, owned: Owned = {}): this {
    return this.#put(path, "link", { mode: 0o777, ...owned }, NOTHING, slashed(target));
  }

  /** One file under two names, which a change through either changes. */
  hardLink(path: string, other: string, content: string): this {
    this.file(path, content).file(other, content);
    const identity = `shared ${path}`;
    for (const name of [path, other]) {
      const entry = this.#entries.get(normal(name));
      if (entry !== undefined) this.#entries.set(normal(name), { ...entry, identity });
    }
    return this;
  }

  /** A FIFO, device or socket: opening it would block. */
  fifo(path: string, owned: Owned = {}): this {
    return this.#put(path, "other", { mode: 0o644, ...owned });
  }

  /** Reading or listing what stands there fails so; a folder's entries cannot be reached either. */
  fail(path: string, problem: DiskProblem = "unreadable"): this {
    this.#failures.set(normal(path), problem);
    return this;
  }

  /** A folder that may be passed through but not listed. */
  failList(path: string): this {
    this.#unlisted.add(normal(path));
    return this;
  }

  /** Takes away an entry and what is below it. */
  remove(path: string): this {
    const key = normal(path);
    for (const known of this.#entries.keys())
      if (known === key || known.startsWith(`${key}/`)) this.#entries.delete(known);
    this.#children.get(parentOf(key))?.delete(baseOf(key));
    return this;
  }

  /** The disk as it is now, to come back to. */
  copy(): MemoryDisk {
    return new MemoryDisk().become(this);
  }

  /** Takes everything that another disk has, in place of what is here. */
  become(other: MemoryDisk): this {
    for (const own of [this.#entries, this.#children, this.#failures]) own.clear();
    this.#unlisted.clear();
    for (const [path, entry] of other.#entries) this.#entries.set(path, entry);
    for (const [path, names] of other.#children) this.#children.set(path, new Set(names));
    for (const [path, problem] of other.#failures) this.#failures.set(path, problem);
    for (const path of other.#unlisted) this.#unlisted.add(path);
    return this;
  }

  /** Takes a whole folder to another path. */
  move(from: string, to: string): this {
    const [old, key] = [normal(from), normal(to)];
    for (const [path, { stat, bytes, target, modified }] of new Map(this.#entries))
      if (path === old || path.startsWith(`${old}/`))
        this.#put(key + path.slice(old.length), stat.kind, { ...stat, modified }, bytes, target);
    return this.remove(from);
  }

  stat(path: string): EntryStat | null {
    this.calls += 1;
    const key = this.#follow(path, false);
    return key === null ? null : (this.#entries.get(key)?.stat ?? null);
  }

  /** Every write makes another one, as a ctime does. */
  identity(path: string): string {
    this.calls += 1;
    try {
      const entry = this.#entries.get(this.#follow(path, false) ?? "");
      return entry === undefined ? "" : String(entry.ctime);
    } catch {
      return "unreadable";
    }
  }

  list(path: string): readonly FolderEntry[] | null {
    this.calls += 1;
    const key = this.#follow(path, true);
    if (key === null || this.#entries.get(key)?.stat.kind !== "folder") return null;
    this.#failAt(key, path);
    if (this.#unlisted.has(key)) throw new DiskError("unreadable", path);
    return [...(this.#children.get(key) ?? [])].flatMap((name) => {
      const kind = this.#entries.get(below(key, name))?.stat.kind;
      return kind === undefined ? [] : [{ name, kind }];
    });
  }

  readLink(path: string): string {
    this.calls += 1;
    const entry = this.#entries.get(this.#follow(path, false) ?? "");
    if (entry?.stat.kind !== "link") throw new DiskError("unreadable", path);
    return entry.target;
  }

  realPath(path: string): string | null {
    this.calls += 1;
    return this.#follow(path, true);
  }

  read(path: string, limit: number): Uint8Array | null {
    this.calls += 1;
    const key = this.#follow(path, true);
    const entry = key === null ? undefined : this.#entries.get(key);
    if (key === null || entry === undefined) return null;
    if (entry.stat.kind !== "file") throw new DiskError("not-a-file", path);
    this.#failAt(key, path);
    if (entry.bytes.length > limit) throw new DiskError("too-large", path);
    return entry.bytes;
  }

  readAt(path: string, offset: number, length: number): Uint8Array | null {
    const bytes = this.read(path, Number.POSITIVE_INFINITY);
    return bytes?.subarray(offset, offset + length) ?? null;
  }

  digest(path: string, keepUpTo: number): FileReading | null {
    this.calls += 1;
    const key = this.#follow(path, false);
    const entry = key === null ? undefined : this.#entries.get(key);
    if (key === null || entry === undefined) return null;
    if (entry.stat.kind === "link") throw new DiskError("loop", path);
    if (entry.stat.kind !== "file") throw new DiskError("not-a-file", path);
    this.#failAt(key, path);
    const { bytes, modified, identity = key } = entry;
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const kept = keepUpTo > 0 && bytes.length <= keepUpTo;
    return { sha256, size: bytes.length, bytes: kept ? bytes : null, modified, identity };
  }

  #put(path: string, kind: EntryKind, owned: Owned, bytes = NOTHING, target = ""): this {
    const key = normal(path);
    const { mode = 0, uid = 1000, gid = 1000, modified = 1_750_000_000 } = owned;
    const parent = parentOf(key);
    if (parent !== key) {
      if (!this.#entries.has(parent)) this.folder(parent);
      this.#children.get(parent)?.add(baseOf(key));
    }
    if (kind === "folder" && !this.#children.has(key)) this.#children.set(key, new Set());
    const size = kind === "link" ? target.length : bytes.length;
    this.#entries.set(key, {
      stat: { kind, size, mode, uid, gid },
      modified,
      bytes,
      target,
      ctime: ++writes,
    });
    return this;
  }

  #failAt(key: string, path: string): void {
    const problem = this.#failures.get(key);
    if (problem !== undefined) throw new DiskError(problem, path);
  }

  /** The key of an entry with the links before it followed, and the last one too where wished. */
  #follow(path: string, last: boolean): string | null {
    let rest = partsOf(normal(path));
    let at = rest.shift() ?? "/";
    let links = 0;
    while (rest.length > 0) {
      const [name = "", ...others] = rest;
      if (this.#entries.get(at)?.stat.kind !== "folder") return null;
      this.#failAt(at, path);
      const next = below(at, name);
      const entry = this.#entries.get(next);
      if (entry === undefined) return null;
      if (entry.stat.kind === "link" && (last || others.length > 0)) {
        if (++links > MAX_LINKS) throw new DiskError("loop", path);
        const target = isAbsolute(entry.target) ? entry.target : below(at, entry.target);
        rest = [...partsOf(normal(target)), ...others];
        at = rest.shift() ?? "/";
      } else {
        at = next;
        rest = others;
      }
    }
    return this.#entries.has(at) ? at : null;
  }
}

function slashed(path: string): string {
  return /^[A-Za-z]:/.test(path) ? path.replaceAll("\\", "/") : path;
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:\//.test(path);
}

function below(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}

/** Absolute, with `/`, without `.`, `..` and doubled separators. */
function normal(path: string): string {
  const [, root = "/", rest = ""] = /^([A-Za-z]:\/?|\/)(.*)$/s.exec(slashed(path)) ?? [];
  if (root === "/" && !path.startsWith("/")) throw new Error(`not an absolute path: ${path}`);
  const parts: string[] = [];
  for (const part of rest.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return (root === "/" ? "/" : `${root.slice(0, 2)}/`) + parts.join("/");
}

/** The root, then each name. */
function partsOf(key: string): string[] {
  const root = key.startsWith("/") ? "/" : key.slice(0, 3);
  const rest = key.slice(root.length);
  return rest === "" ? [root] : [root, ...rest.split("/")];
}

function parentOf(key: string): string {
  const parts = partsOf(key);
  const [root = "/", ...names] = parts;
  return names.length === 0 ? key : root + names.slice(0, -1).join("/");
}

function baseOf(key: string): string {
  return partsOf(key).at(-1) ?? "";
}
