import { DiskError } from "../ports/disk.ts";
import type { RpmQuery } from "../ports/rpm-query.ts";
import type { DiskView } from "./disk-view.ts";
import { isRootsAlone, type PackageDatabase } from "./package-database.ts";

/** Where rpm keeps its database, oldest place last. */
const DATABASES = ["/usr/lib/sysimage/rpm", "/var/lib/rpm"];
const PROGRAM = "/usr/bin/rpm";

/** A digest, the number of its algorithm, a path. */
const LINE = /^([0-9a-f]{64}) 8 (\/.+)$/;

/**
 * That of Fedora, RHEL and SUSE. Its format differs between releases (Berkeley DB, SQLite, ndb), so
 * rpm itself is asked, where root alone can have written it. Digests other than SHA-256 say nothing.
 */
export class RpmDatabase implements PackageDatabase {
  readonly #view: DiskView;
  readonly #query: RpmQuery;
  readonly #known = new Map<string, string>();
  readonly #asked = new Set<string>();
  #database: string | null | undefined;

  constructor(view: DiskView, query: RpmQuery) {
    this.#view = view;
    this.#query = query;
  }

  attests(real: string): boolean {
    const sha256 = this.#sha256Of(real);
    if (sha256 === null || !isRootsAlone(this.#view, real)) return false;
    try {
      return this.#view.digest(real)?.sha256 === sha256;
    } catch (thrown) {
      if (thrown instanceof DiskError) return false;
      throw thrown;
    }
  }

  has(real: string): boolean {
    return this.#sha256Of(real) !== null;
  }

  #sha256Of(real: string): string | null {
    const known = this.#known.get(real);
    if (known !== undefined) return known;
    // One answer holds the whole package: a file that is not in it is asked for once.
    const database = this.#believed();
    if (this.#asked.has(real) || database === null) return null;
    this.#asked.add(real);
    for (const line of this.#query(real, database)?.split("\n") ?? []) {
      const [, sha256, path] = LINE.exec(line) ?? [];
      if (sha256 !== undefined && path !== undefined) this.#known.set(path, sha256);
    }
    return this.#known.get(real) ?? null;
  }

  /** The database's folder, where root alone can have written it and the program; else null. */
  #believed(): string | null {
    if (this.#database !== undefined) return this.#database;
    const isRoots = (path: string): boolean => isRootsAlone(this.#view, path);
    const there = DATABASES.find((path) => this.#view.exists(path));
    this.#database = there !== undefined && isRoots(there) && isRoots(PROGRAM) ? there : null;
    return this.#database;
  }
}
