import type { FileDigest } from "../../model/digest.ts";
import type { FileChange } from "../../model/npm-difference.ts";

/** File by file, what differs between a pinned manifest and what is on the disk. */
export function compareFiles(
  pinned: readonly FileDigest[],
  observed: readonly FileDigest[],
): readonly FileChange[] {
  const was = new Map(pinned.map(({ path, sha256 }) => [path, sha256]));
  const now = new Map(observed.map(({ path, sha256 }) => [path, sha256]));
  const gone = [...was].filter(([path]) => !now.has(path));
  return [
    ...[...now].flatMap(([path, sha256]): FileChange[] => {
      const before = was.get(path);
      if (before === sha256) return [];
      const kind = before === undefined ? "added" : "modified";
      return [{ kind, path, pinned: before ?? null, observed: sha256 }];
    }),
    ...gone.map(([path, sha256]): FileChange => ({
      kind: "missing",
      path,
      pinned: sha256,
      observed: null,
    })),
  ];
}
