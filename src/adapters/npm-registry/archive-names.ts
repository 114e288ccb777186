/**
 * Names in an npm archive: which are refused, and where npm puts the rest. npm drops the first part
 * of every path (`package/`), and renames `.gitignore` to `.npmignore` where the folder has none of
 * those yet (pacote, `lib/fetcher.js`).
 */
export class ArchiveNames {
  readonly #ignoreFiles = new Set<string>();

  /** Why no honest packer writes this path; null where it is fine. */
  reject(path: string): string | null {
    if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "holds an absolute path";
    if (path.split("/").includes("..")) return "holds a path that leaves its folder";
    if (/[\p{Cc}\\]/u.test(path)) return "holds a name with a control character or backslash";
    if (path.includes("\uFFFD")) return "holds a name that is not UTF-8";
    return null;
  }

  /** The path inside of the package; null for what npm does not extract. */
  place(path: string): string | null {
    const inner = path
      .split("/")
      .slice(1)
      .filter((part) => part !== "" && part !== ".")
      .join("/");
    if (inner === "") return null;
    const name = inner.slice(inner.lastIndexOf("/") + 1);
    if (name === ".npmignore") this.#ignoreFiles.add(inner);
    if (name !== ".gitignore") return inner;
    const renamed = inner.replace(/\.gitignore$/, ".npmignore");
    return this.#ignoreFiles.has(renamed) ? null : renamed;
  }

  /**
   * Two names that some file system holds for one (case folding, NFC), or a name that is both file
   * and folder: what is extracted then depends on the machine.
   */
  clash(paths: readonly string[]): string | null {
    const seen = new Map<string, string>();
    for (const path of paths) {
      const parts = path.split("/");
      for (const [index] of parts.entries()) {
        const prefix = parts.slice(0, index + 1).join("/");
        const folded = prefix.normalize("NFC").toLowerCase();
        const before = seen.get(folded);
        if (before !== undefined && before !== prefix)
          return `holds names equal but for case: ${before}, ${prefix}`;
        seen.set(folded, prefix);
      }
    }
    const files = new Set(paths);
    const both = paths.find((path) => {
      const parts = path.split("/");
      return parts.slice(1).some((_, index) => files.has(parts.slice(0, index + 1).join("/")));
    });
    return both === undefined ? null : `holds a file where a folder of the same name is: ${both}`;
  }
}

const BUNDLED =
  /^((?:node_modules\/(?:@[^/]+\/)?[^/@.][^/]*\/)*?node_modules\/(?:@[^/]+\/)?[^/@.][^/]*)\//;

/** Packages directly in the `node_modules` of an archive, whose files belong to it. */
export function bundledPackages(paths: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const path of paths) {
    const root = BUNDLED.exec(path)?.[1];
    if (root !== undefined) found.add(root);
  }
  return [...found].toSorted();
}
