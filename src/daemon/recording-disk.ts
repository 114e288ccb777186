import type { SeenAs, SeenPath } from "../model/agent.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import { identify } from "./identify.ts";

/** More than any real machine has; what is beyond is found by the next look all the same. */
const MAX_PATHS = 100_000;
const MAX_HOPS = 40;
/** What changes by itself, or is made up as it is read. */
const NO_FILES = /^\/(?:proc|sys|dev)\//;

/**
 * A disk that writes down every path that is looked at, with what stood there right before: so the
 * agent watches exactly what was judged, also what did not exist, whatever client, launcher or rule
 * asked for it.
 */
export class RecordingDisk implements Disk {
  readonly #disk: Disk;
  readonly #ignored: readonly string[];
  readonly #seen = new Map<string, { as: SeenAs; identity: string }>();

  /** @param ignored folders of our own that change with every look */
  constructor(disk: Disk, ignored: readonly string[]) {
    this.#disk = disk;
    this.#ignored = ignored;
  }

  get seen(): readonly SeenPath[] {
    return [...this.#seen].map(([path, { as, identity }]) => [path, as, identity] as const);
  }

  stat(path: string) {
    this.#note(path);
    return this.#disk.stat(path);
  }

  identity(path: string) {
    this.#note(path);
    return this.#disk.identity(path);
  }

  list(path: string) {
    this.#follow(path, "names");
    return this.#disk.list(path);
  }

  readLink(path: string) {
    this.#note(path);
    return this.#disk.readLink(path);
  }

  realPath(path: string) {
    this.#follow(path);
    return this.#disk.realPath(path);
  }

  read(path: string, limit: number) {
    this.#follow(path);
    return this.#disk.read(path, limit);
  }

  readAt(path: string, offset: number, length: number) {
    this.#follow(path);
    return this.#disk.readAt(path, offset, length);
  }

  digest(path: string, keepUpTo: number) {
    this.#note(path);
    return this.#disk.digest(path, keepUpTo);
  }

  /** Every link on the way, and what is at the end. */
  #follow(path: string, as: SeenAs = "bytes"): void {
    let at = path;
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      this.#note(at, as);
      try {
        if (this.#disk.stat(at)?.kind !== "link") return;
        const target = this.#disk.readLink(at);
        at = target.startsWith("/") ? target : `${at.slice(0, at.lastIndexOf("/"))}/${target}`;
        if (at.includes("/../")) at = this.#disk.realPath(at) ?? at;
      } catch (thrown) {
        if (thrown instanceof DiskError) return;
        throw thrown;
      }
    }
  }

  #note(path: string, as: SeenAs = "bytes"): void {
    const known = this.#seen.get(path);
    if (known !== undefined && (as !== "names" || known.as === "names")) return;
    if (!path.startsWith("/") || NO_FILES.test(path) || this.#seen.size >= MAX_PATHS) return;
    if (this.#ignored.some((folder) => path.startsWith(`${folder}/`))) return;
    const how = as === "bytes" && this.#isFolder(path) ? "rights" : as;
    this.#seen.set(path, { as: how, identity: identify(this.#disk, path, how) });
  }

  #isFolder(path: string): boolean {
    try {
      return this.#disk.stat(path)?.kind === "folder";
    } catch (thrown) {
      if (thrown instanceof DiskError) return false;
      throw thrown;
    }
  }
}
