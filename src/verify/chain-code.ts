import { compareFiles } from "../ecosystems/npm/file-changes.ts";
import type { CodeTree } from "../model/chain-reading.ts";
import type { ChainChange } from "../model/launcher-chain.ts";
import type { ManifestStore } from "../state/manifests.ts";

/** Above this it is another version, and a list of files says nothing. */
const MAX_NAMED = 5;

/** Names the files of changed code where the list behind the pinned digest is known. */
export function explainCode(
  change: ChainChange,
  trees: readonly CodeTree[],
  manifests: ManifestStore,
): readonly ChainChange[] {
  const { kind, path, name, pinned } = change;
  if (kind !== "code" || pinned === null) return [change];
  const tree = trees.find(({ root }) => root === path);
  const before = tree === undefined ? null : manifests.read(pinned, name);
  if (tree === undefined || before === null) return [change];
  const files = compareFiles(before, tree.entries);
  if (files.length === 0 || files.length > MAX_NAMED) return [change];
  return files.map((file) => ({
    ...change,
    path: `${path}/${file.path}`,
    pinned: digest(file.pinned),
    observed: digest(file.observed),
    wouldRun: file.observed === null ? path : `${path}/${file.path}`,
  }));
}

function digest(hex: string | null): string | null {
  return hex === null ? null : `sha256:${hex}`;
}
