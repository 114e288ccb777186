import { dirname } from "node:path";

import type { OwnProgram } from "../ports/own-program.ts";
import type { State } from "../state/state.ts";
import { keepCopies, knownCopies } from "./known.ts";
import type { CopyUser, PrivateCopy } from "../state/private-copies.ts";

/**
 * Lets go of a user's copies but those that it still starts, and removes what nobody holds any more.
 * What runs goes on: its files are open. Answers what was removed.
 */
export function releasePrivateCopies(
  { state, ownProgram }: { readonly state: State; readonly ownProgram: OwnProgram },
  user: CopyUser,
  kept: ReadonlySet<string>,
): readonly PrivateCopy[] {
  const before = knownCopies(state);
  const after = before.map((copy) => {
    if (kept.has(copy.id)) return copy;
    return { ...copy, users: copy.users.filter((one) => one !== user) };
  });
  const held = after.filter(({ users }) => users.length > 0);
  const gone = after.filter(({ users }) => users.length === 0);
  if (JSON.stringify(before) === JSON.stringify(held)) return [];
  // Two copies may share one of their two folders.
  const foldersOf = ({ node, folder }: PrivateCopy): string[] => [dirname(node), folder];
  const inUse = new Set(held.flatMap(foldersOf));
  for (const folder of new Set(gone.flatMap(foldersOf)))
    if (!inUse.has(folder)) ownProgram.remove(folder);
  const lists = new Set(held.map(({ files }) => files));
  for (const { files } of gone) if (!lists.has(files)) state.manifests.forget(files);
  keepCopies(state, held);
  return gone;
}
