import type { Disk } from "../ports/disk.ts";

/**
 * All that some chains were read from, as it was right before and after: to ask every minute whether
 * anything of it changed, without hashing it again. It says where to look, and never that all is well:
 * a change between the reading and the footprint is seen by the next full verification.
 */
export class Footprint {
  readonly #identities: ReadonlyMap<string, string>;

  constructor(disk: Disk, paths: readonly string[]) {
    this.#identities = new Map(paths.map((path) => [path, disk.identity(path)]));
  }

  get size(): number {
    return this.#identities.size;
  }

  /** The paths at which something else stands now, something new, or nothing any more. */
  changed(disk: Disk): readonly string[] {
    return [...this.#identities]
      .filter(([path, before]) => disk.identity(path) !== before)
      .map(([path]) => path);
  }
}
