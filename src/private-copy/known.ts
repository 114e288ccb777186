import type { State } from "../state/state.ts";
import type { CopyUser, PrivateCopy } from "../state/private-copies.ts";

const KEY = "copies";

/** The copies that this machine's configuration starts, the oldest first. */
export function knownCopies(state: State): readonly PrivateCopy[] {
  return state.privateCopies.read(KEY)?.copies ?? [];
}

/** Writes a copy down for a user of it; answers it as it is remembered. */
export function rememberCopy(state: State, copy: PrivateCopy, user: CopyUser): PrivateCopy {
  const users = [...new Set([...copy.users, user])].toSorted();
  const remembered = { ...copy, users };
  const others = knownCopies(state).filter(({ id }) => id !== copy.id);
  state.privateCopies.write(KEY, { copies: [...others, remembered] });
  return remembered;
}

/** Keeps these copies in place of all that were remembered; of none, no record either. */
export function keepCopies(state: State, copies: readonly PrivateCopy[]): void {
  if (copies.length === 0) state.privateCopies.forget(KEY);
  else state.privateCopies.write(KEY, { copies: [...copies] });
}
