import type { ChainChange, PinnedChain } from "../model/launcher-chain.ts";
import type { FoundChain } from "./find-chains.ts";

export interface Settled {
  /** The pin that the chain was compared with; null where there is none for it. */
  readonly pin: PinnedChain | null;
  readonly changes: readonly ChainChange[];
}

/** Only these leave the chain what it was. */
const HARMLESS: readonly ChainChange["kind"][] = ["later"];

/**
 * Which pin a chain is held to. One that it equals settles it, since those bytes were vetted on this
 * machine, whichever PATH led to them. Else it is the one that was taken in the same way; and where
 * the entry was pinned but not in this way, as with a PATH that somebody wrote into it since, any. Of
 * several that are as good, the one that the least differs from: a machine with several Nodes has a
 * pin of each, and what happened is told against the one that was meant.
 */
export function settle(
  found: Pick<FoundChain, "pins" | "path" | "cwd" | "isExpected">,
  compare: (pin: PinnedChain) => readonly ChainChange[],
): Settled {
  const ordered = found.pins.toSorted((a, b) => likeness(b, found) - likeness(a, found));
  const isAsLike = (one: PinnedChain, other: PinnedChain | null): boolean =>
    other !== null && likeness(one, found) === likeness(other, found);
  let first: Settled | null = null;
  for (const pin of ordered) {
    const changes = compare(pin);
    if (changes.every(({ kind }) => HARMLESS.includes(kind))) return { pin, changes };
    if (first === null || (isAsLike(pin, first.pin) && distance(changes) < distance(first.changes)))
      first = { pin, changes };
  }
  const isHeld = first?.pin != null && (found.isExpected || likeness(first.pin, found) >= SAME_WAY);
  return isHeld && first !== null ? first : { pin: null, changes: [] };
}

/** Another program altogether is further away than the same one with another byte. */
function distance(changes: readonly ChainChange[]): number {
  return changes.reduce((sum, { kind }) => sum + (ELSEWHERE.includes(kind) ? 2 : 1), 0);
}

const ELSEWHERE: readonly ChainChange["kind"][] = ["moved", "missing", "other-way"];

const SAME_WAY = 4;

/** How much the way in which a pin was taken is that of now. */
export function likeness(
  pin: PinnedChain,
  { path, cwd }: Pick<FoundChain, "path" | "cwd">,
): number {
  const isSamePath = pin.path === path.path;
  // Two entries with a PATH of their own have nothing to do with one another.
  const isTakenSo = pin.origin === path.origin && (path.origin !== "entry" || isSamePath);
  const isSameCwd = pin.cwd === null || pin.cwd === cwd;
  return (isTakenSo && isSameCwd ? SAME_WAY : 0) + (isSamePath ? 2 : 0) + (isSameCwd ? 1 : 0);
}

/** Whether a pin was taken in exactly this way, so that another one takes its place. */
export function isSameWay(pin: PinnedChain, found: Pick<FoundChain, "path" | "cwd">): boolean {
  return likeness(pin, found) >= SAME_WAY;
}
