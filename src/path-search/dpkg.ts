import { createHash } from "node:crypto";

import { DiskError } from "../ports/disk.ts";
import type { DiskView } from "./disk-view.ts";
import { isRootsAlone, type PackageDatabase } from "./package-database.ts";

const DATABASE = "/var/lib/dpkg/info";
const MAX_LIST = 16 * 1024 * 1024;
const MAX_FILE = 512 * 1024 * 1024;

/**
 * Debian's. It has md5 only; who can craft an md5 collision with a package's file made that package.
 */
export class DpkgDatabase implements PackageDatabase {
  readonly #view: DiskView;
  #known: ReadonlyMap<string, string> | null = null;

  constructor(view: DiskView) {
    this.#view = view;
  }

  attests(real: string): boolean {
    const md5 = this.#md5Of(real);
    if (md5 === null || !isRootsAlone(this.#view, real)) return false;
    const bytes = quietly(() => this.#view.disk.read(real, MAX_FILE));
    return bytes !== null && createHash("md5").update(bytes).digest("hex") === md5;
  }

  has(real: string): boolean {
    return this.#md5Of(real) !== null;
  }

  #md5Of(real: string): string | null {
    this.#known ??= this.#read();
    // Where /bin is a link to /usr/bin, packages may list either.
    const names = [real.slice(1), real.replace(/^\/usr\/(?=s?bin\/|lib)/, "")];
    return names.map((name) => this.#known?.get(name)).find((md5) => md5 !== undefined) ?? null;
  }

  #read(): ReadonlyMap<string, string> {
    const known = new Map<string, string>();
    if (!isRootsAlone(this.#view, DATABASE)) return known;
    const { disk } = this.#view;
    for (const { name, kind } of quietly(() => disk.list(DATABASE)) ?? []) {
      if (kind !== "file" || !name.endsWith(".md5sums")) continue;
      const file = `${DATABASE}/${name}`;
      const bytes = isRootsAlone(this.#view, file)
        ? quietly(() => disk.read(file, MAX_LIST))
        : null;
      if (bytes === null) continue;
      for (const line of Buffer.from(bytes).toString("utf8").split("\n")) {
        const [, md5, path] = /^([0-9a-f]{32}) [ *](.+)$/.exec(line) ?? [];
        if (md5 !== undefined && path !== undefined) known.set(path, md5);
      }
    }
    return known;
  }
}

function quietly<T>(work: () => T | null): T | null {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}
