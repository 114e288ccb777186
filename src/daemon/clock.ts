/** How often the agent looks at the clock. */
export const TICK_MS = 30_000;
/** A tick that is later than that was missed: asleep, stopped, or the clock was set. */
const LATE_MS = 2 * TICK_MS;

/** Both clocks at one instant: the one on the wall, and one that stands still while a machine sleeps. */
export interface Instant {
  readonly wall: number;
  readonly steady: number;
}

export type Jump =
  | { readonly kind: "asleep" | "stopped"; readonly from: number; readonly to: number }
  | { readonly kind: "set-back"; readonly from: number; readonly to: number };

/**
 * What happened between two ticks; null where nothing did. A sleeping machine and a clock that was set
 * forward look alike: the steady clock went on as if nothing had been. A stopped process missed both.
 */
export function jumpBetween(before: Instant, now: Instant): Jump | null {
  const wall = now.wall - before.wall;
  const [from, to] = [before.wall, now.wall];
  if (wall < -TICK_MS) return { kind: "set-back", from, to };
  if (wall <= LATE_MS) return null;
  return { kind: now.steady - before.steady > LATE_MS ? "stopped" : "asleep", from, to };
}

/** One thing that is done by schedule. */
export interface Job {
  /** When it is to run next, on the wall; null where it never is. */
  readonly due: number | null;
}

/** A run that nobody will remind of: its time has passed, by more than the scheduler itself may take. */
export function isOverdue({ due }: Job, now: number): boolean {
  return due !== null && now - due > 5_000;
}
