import type { CodeTree } from "../model/chain-reading.ts";
import { type Disk, DiskError, type EntryStat, type FileReading } from "../ports/disk.ts";
import { readCode } from "./code-tree.ts";
import { type ElfNeeds, readElf } from "./elf.ts";
import { readSigner } from "./mach-o.ts";
import { People } from "./people.ts";
import { type Walk, walk } from "./walk.ts";

/** Scripts up to this size are kept to be read; nobody writes a launcher longer by hand. */
const MAX_SCRIPT = 1024 * 1024;

/**
 * The disk as one run sees it: what several chains share (folders, Node's hundred megabytes, npm's
 * files) is looked at once. Never kept longer than a run.
 */
export class DiskView {
  readonly disk: Disk;
  readonly people: People;
  readonly #stats = new Map<string, EntryStat | DiskError | null>();
  readonly #walks = new Map<string, Walk>();
  readonly #digests = new Map<string, FileReading | DiskError | null>();
  readonly #elves = new Map<string, ElfNeeds | DiskError | null>();
  readonly #code = new Map<string, CodeTree>();

  constructor(disk: Disk, home: string) {
    this.disk = disk;
    this.people = new People(disk, home);
  }

  stat(path: string): EntryStat | null {
    return once(this.#stats, path, () => this.disk.stat(path));
  }

  readLink(path: string): string {
    return this.disk.readLink(path);
  }

  walk(path: string): Walk {
    const known = this.#walks.get(path);
    if (known !== undefined) return known;
    const found = walk(this, path);
    this.#walks.set(path, found);
    return found;
  }

  /** The digest of a file, by its path without links. */
  digest(real: string): FileReading | null {
    return once(this.#digests, real, () => this.disk.digest(real, MAX_SCRIPT));
  }

  /** Who a program of macOS says that it was signed by; null for what is none. */
  signer(real: string): string | null {
    return readSigner((offset, length) => this.#part(real, offset, length));
  }

  /** What the loader reads of a binary; null for what is none or cannot be read. */
  elf(real: string): ElfNeeds | null {
    return once(this.#elves, real, () =>
      readElf((offset, length) => this.#part(real, offset, length)),
    );
  }

  #part(real: string, offset: number, length: number): Uint8Array | null {
    try {
      return this.disk.readAt(real, offset, length);
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }

  code(root: string, name: string, isProject = false): CodeTree {
    const key = `${isProject ? "project" : "package"} ${root}`;
    const known = this.#code.get(key);
    if (known !== undefined) return known;
    const onFile = (path: string, stat: EntryStat): void => {
      if (!this.#stats.has(path)) this.#stats.set(path, stat);
    };
    const tree = readCode(this.disk, root, name, { isProject, onFile });
    this.#code.set(key, tree);
    return tree;
  }

  /** The text of a small file; null where there is none or it cannot be read. */
  text(path: string): string | null {
    try {
      const bytes = this.disk.read(path, MAX_SCRIPT);
      return bytes === null ? null : Buffer.from(bytes).toString("utf8");
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }

  /** The names in a folder; null where there is none or it cannot be listed. */
  names(path: string): readonly string[] | null {
    try {
      return this.disk.list(path)?.map(({ name }) => name) ?? null;
    } catch (thrown) {
      if (thrown instanceof DiskError) return null;
      throw thrown;
    }
  }

  /** What a path leads to is there, links followed. */
  exists(path: string): boolean {
    return this.walk(path).stat !== null;
  }
}

function once<T>(known: Map<string, T | DiskError>, key: string, work: () => T): T {
  const before = known.get(key);
  if (before instanceof DiskError) throw before;
  if (before !== undefined) return before;
  try {
    const answer = work();
    known.set(key, answer);
    return answer;
  } catch (thrown) {
    if (thrown instanceof DiskError) known.set(key, thrown);
    throw thrown;
  }
}
