import { type FileDigest, h1Of, sha256Of } from "../../../model/digest.ts";
import type { FolderReading } from "../../../model/python-environment.ts";
import { type Disk, DiskError } from "../../../ports/disk.ts";
import type { FolderRequest } from "../../../ports/tree-reader.ts";

/**
 * Folders in which Python's own modules never are: packages that were installed for everybody, which an
 * environment does not see, and compiled files, which are looked for elsewhere.
 */
const NOT_ITS_OWN: readonly string[] = ["site-packages", "dist-packages"];
export const CACHES: readonly string[] = ["__pycache__"];

/** The folders of Python's own modules, without those that lie in another one of them. */
export function outermost(search: readonly string[]): readonly string[] {
  return search.filter(
    (path) => !search.some((other) => other !== path && path.startsWith(`${other}/`)),
  );
}

/** What is to be read of one place of `sys.path`; null where nothing stands there. */
export function planLibrary(disk: Disk, root: string): readonly FolderRequest[] | null {
  const stat = disk.stat(disk.realPath(root) ?? root);
  if (stat === null) return null;
  const common = { root, scripts: "none", skips: CACHES };
  if (stat.kind !== "folder") {
    const cut = root.lastIndexOf("/");
    return [{ ...common, root: root.slice(0, cut), path: root.slice(cut + 1), kind: stat.kind }];
  }
  const entries = disk.list(root);
  if (entries === null) throw new DiskError("changing", root);
  return entries
    .filter(({ name }) => !NOT_ITS_OWN.includes(name) && !CACHES.includes(name))
    .map(({ name, kind }) => ({ ...common, path: name, kind }));
}

/** One digest for all that lies there: files, and links by where they lead. */
export function libraryDigest(readings: readonly FolderReading[]): string {
  const files = readings.flatMap((reading): FileDigest[] => [
    ...reading.files.map(({ path, sha256 }) => ({ path, sha256 })),
    ...reading.links.map(({ path, target }) => ({ path, sha256: sha256Of(`link to ${target}`) })),
    ...reading.odd.map(({ path, kind }) => ({ path, sha256: sha256Of(kind) })),
  ]);
  return h1Of("python", files);
}
