import { basename, dirname, join } from "node:path";

import { byUtf8, type FileDigest, h1Of } from "../model/digest.ts";
import { type Disk, DiskError } from "../ports/disk.ts";
import type { ManifestStore } from "../state/manifests.ts";
import { type PrivateCopy, prefixOf } from "../state/private-copies.ts";

const MAX_FILES = 50_000;

/**
 * What is not as it was recorded, one sentence each; none where every byte of the interpreter and of
 * the program is. A file that was added counts: Node may load it.
 */
export function checkPrivateCopy(
  disk: Disk,
  manifests: Pick<ManifestStore, "read">,
  copy: PrivateCopy,
): readonly string[] {
  try {
    const { nodeSha256, node, folder, files } = copy;
    const problems: string[] = [];
    const reading = disk.digest(node, 0);
    if (reading === null) problems.push(`${node} is missing`);
    else if (`sha256:${reading.sha256}` !== nodeSha256) problems.push(`${node} was changed`);
    for (const { name } of disk.list(dirname(node)) ?? [])
      if (name !== basename(node)) problems.push(`${join(dirname(node), name)} was added`);
    const found = filesIn(disk, folder);
    if (h1Of(prefixOf(copy), found) === files) return problems;
    const known = manifests.read(files, prefixOf(copy));
    return [
      ...problems,
      ...(known === null ? [`${folder} was changed`] : changes(folder, known, found)),
    ];
  } catch (thrown) {
    if (thrown instanceof DiskError) return [thrown.message];
    throw thrown;
  }
}

/**
 * Every file of a folder with its digest. What is no regular file, or no folder, counts as a file of
 * no content that can be, so that it is never the same as what was recorded.
 */
export function filesIn(disk: Disk, folder: string): readonly FileDigest[] {
  const files: FileDigest[] = [];
  const walk = (at: string, below: string): void => {
    for (const { name, kind } of disk.list(at) ?? []) {
      const path = below === "" ? name : `${below}/${name}`;
      const from = join(at, name);
      if (files.length > MAX_FILES) throw new DiskError("too-large", folder);
      if (kind === "folder") walk(from, path);
      else
        files.push({ path, sha256: kind === "file" ? (disk.digest(from, 0)?.sha256 ?? "") : kind });
    }
  };
  // A link in place of the folder itself would be followed.
  if (disk.stat(folder)?.kind === "folder") walk(folder, "");
  return files;
}

function changes(
  folder: string,
  known: readonly FileDigest[],
  found: readonly FileDigest[],
): readonly string[] {
  const before = new Map(known.map(({ path, sha256 }) => [path, sha256]));
  const now = new Map(found.map(({ path, sha256 }) => [path, sha256]));
  return [...new Set([...before.keys(), ...now.keys()])].toSorted(byUtf8).flatMap((path) => {
    const [from, to] = [before.get(path), now.get(path)];
    if (from === to) return [];
    const what = from === undefined ? "was added" : to === undefined ? "is missing" : "was changed";
    return [`${join(folder, path)} ${what}`];
  });
}
