/** After the last of several changes, so that one save or one install is one look. */
const QUIET_MS = 250;
/** Changes that do not end are looked at all the same. */
const LONGEST_MS = 1000;
/** So many looks in a minute come at once; in a storm each further one waits longer. */
const FREE_LOOKS = 12;
const MAX_GAP_MS = 15_000;
const MINUTE = 60_000;

/** Changes that were seen and not looked at yet, in milliseconds of a clock that only goes forward. */
export interface Pending {
  readonly first: number;
  readonly last: number;
}

/** A look that has ended. */
export interface Look {
  readonly ended: number;
  readonly took: number;
}

export function addChange(pending: Pending | null, at: number): Pending {
  return { first: pending?.first ?? at, last: at };
}

/** When to look: soon after a single change, and at no more than a third of a core in a storm. */
export function lookAt({ first, last }: Pending, looks: readonly Look[]): number {
  const wanted = Math.min(last + QUIET_MS, first + LONGEST_MS);
  const recent = looks.filter(({ ended }) => last - ended < MINUTE);
  const latest = recent.at(-1);
  if (latest === undefined || recent.length < FREE_LOOKS) return wanted;
  const gap = Math.min(latest.took * 2 * (recent.length - FREE_LOOKS + 1), MAX_GAP_MS);
  return Math.max(wanted, latest.ended + gap);
}

/** Those of the last minute: older ones decide nothing. */
export function recentLooks(looks: readonly Look[], now: number): readonly Look[] {
  return looks.filter(({ ended }) => now - ended < MINUTE);
}
