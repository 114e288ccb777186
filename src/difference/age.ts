import type { TimeOrigin } from "../model/time-origin.ts";
import { count } from "../model/text.ts";

const HOUR_MS = 3_600_000;

/** Null where a time is not known or no time. */
export function ageHours(published: string | null, now: Date): number | null {
  const time = published === null ? Number.NaN : Date.parse(published);
  return Number.isNaN(time) ? null : Math.max(0, (now.getTime() - time) / HOUR_MS);
}

const ORIGIN: Readonly<Record<TimeOrigin, string>> = {
  registry: "",
  log: " by its log",
  "first-seen": " as first seen here",
};

/** `6 h ago`, `12 days ago`; with whose word that is, where it is not the registry's. */
export function ageText(
  published: string | null,
  now: Date,
  origin: TimeOrigin = "registry",
): string {
  const hours = ageHours(published, now);
  if (hours === null) return "at a time that the registry does not tell";
  const age =
    hours < 48 ? `${Math.floor(hours)} h ago` : `${count(Math.floor(hours / 24), "day")} ago`;
  return `${age}${ORIGIN[origin]}`;
}
