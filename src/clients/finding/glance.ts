import { type Disk, DiskError, type EntryKind, type EntryStat } from "../../ports/disk.ts";
import type { Platform } from "../../model/platform.ts";

/** Tells that a path cannot be looked at. */
export type Report = (path: string, message: string) => void;

type Listing = ReadonlyMap<string, EntryKind>;

/** Answers by path, also those that say that nothing is there. */
type Memory<T> = Map<string, { readonly is: T }>;

const NO_ENTRIES: Listing = new Map();

/**
 * Looks at the disk, at each path once: hundreds of places share a few folders. Paths are written
 * with `/` here and with the platform's separator outside.
 */
export class Glance {
  readonly #disk: Disk;
  readonly #platform: Platform;
  readonly #report: Report;
  readonly #lists: Memory<Listing> = new Map();
  readonly #names: Memory<ReadonlySet<string> | null> = new Map();
  readonly #stats: Memory<EntryStat | null> = new Map();

  constructor(disk: Disk, platform: Platform, report: Report) {
    this.#disk = disk;
    this.#platform = platform;
    this.#report = report;
  }

  stat(path: string): EntryStat | null {
    return once(this.#stats, path, () => this.#ask(path, null, (own) => this.#disk.stat(own)));
  }

  list(path: string): Listing {
    return once(this.#lists, path, () =>
      this.#ask(path, NO_ENTRIES, (own) => {
        const entries = this.#disk.list(own) ?? [];
        return new Map(entries.map(({ name, kind }) => [name, kind]));
      }),
    );
  }

  /**
   * False where a folder certainly has no such entry: one listing in place of a question for each
   * name. Case is not looked at, because some file systems do not either.
   */
  mayHold(folder: string, name: string): boolean {
    const names = once(this.#names, folder, () => {
      try {
        const entries = this.#disk.list(this.native(folder)) ?? [];
        return new Set(entries.map((entry) => entry.name.toLowerCase()));
      } catch (thrown) {
        // A folder that may be passed through but not listed.
        if (thrown instanceof DiskError) return null;
        throw thrown;
      }
    });
    return names?.has(name.toLowerCase()) ?? true;
  }

  /** Where a link leads; null where it leads nowhere or in a circle. */
  realPath(path: string): string | null {
    try {
      return this.#disk.realPath(this.native(path));
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }

  /** Says something of a path. */
  report(path: string, message: string): void {
    this.#report(this.native(path), message);
  }

  native(path: string): string {
    if (path === "") return "/";
    return this.#platform === "win32" ? path.replaceAll("/", "\\") : path;
  }

  #ask<T>(path: string, fallback: T, question: (path: string) => T): T {
    try {
      return question(this.native(path));
    } catch (thrown) {
      if (!(thrown instanceof DiskError)) throw thrown;
      this.report(path, thrown.message);
      return fallback;
    }
  }
}

function once<T>(memory: Memory<T>, path: string, ask: () => T): T {
  const known = memory.get(path);
  if (known !== undefined) return known.is;
  const answer = ask();
  memory.set(path, { is: answer });
  return answer;
}
