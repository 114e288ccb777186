import type { TimeOrigin } from "../model/time-origin.ts";

/** What this machine remembers of a version: when it was first seen, and what was claimed then. */
export interface Sighting {
  /** ISO 8601. */
  readonly firstSeen: string;
  /** The registry's word of that day; null where it told none. */
  readonly claimed: string | null;
}

export interface KnownTime {
  /** ISO 8601; null where nobody knows it. */
  readonly time: string | null;
  readonly origin: TimeOrigin;
}

/**
 * When a version was published, by the best word there is:
 *
 * 1. a transparency log's, where its attestation was verified: no registry can change it;
 * 2. the registry's, where it is the one of the first time and not later than that we saw it;
 * 3. else ours. A mirror that says "today" of what it fetched today is no reason to wait again; one
 *    that says "long ago" of what it called young before is not believed.
 */
export function publicationTime(
  claimed: string | null,
  log: string | null,
  sighting: Sighting | null,
): KnownTime {
  if (timeOf(log) !== null) return { time: log, origin: "log" };
  const claim = timeOf(claimed);
  if (sighting === null) return { time: claim === null ? null : claimed, origin: "registry" };
  const { firstSeen, claimed: before } = sighting;
  const [seen, first] = [timeOf(firstSeen), timeOf(before)];
  if (claim === null || (seen !== null && claim > seen))
    return { time: first === null ? firstSeen : before, origin: "first-seen" };
  if (first !== null && claim < first) return { time: before, origin: "first-seen" };
  return { time: claimed, origin: "registry" };
}

function timeOf(text: string | null): number | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
}
