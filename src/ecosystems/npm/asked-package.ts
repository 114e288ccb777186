import semver from "semver";

import type { AskedPackage, Held, OfferedVersion } from "../../model/online.ts";
import type { ListAnswer } from "../../ports/npm-registry.ts";

const HOUR_MS = 3_600_000;

export interface PinnedVersion {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

export interface Calendar {
  readonly now: Date;
  readonly cooldownDays: number;
}

/** What a registry's list says of a pinned package and of the next start. */
export function askedPackage(
  pinned: PinnedVersion,
  answer: ListAnswer,
  calendar: Calendar,
): AskedPackage {
  const { list, registry, picked, newest } = answer;
  const there = Object.hasOwn(list.versions, pinned.version)
    ? list.versions[pinned.version]
    : undefined;
  const observed = there?.integrity ?? null;
  const offered = (version: string | null): OfferedVersion | null =>
    version === null ? null : offeredVersion(version, pinned.version, answer, calendar);
  return {
    package: pinned.name,
    registry,
    pinned: pinned.version,
    held: heldBy(pinned, answer),
    digests:
      observed === null || observed === pinned.integrity
        ? null
        : { pinned: pinned.integrity, observed },
    deprecated: there?.deprecated ?? null,
    next: offered(picked),
    newest: offered(newest),
  };
}

function heldBy({ version, integrity }: PinnedVersion, answer: ListAnswer): Held {
  const { list, before, isDefault } = answer;
  if (!Object.hasOwn(list.versions, version)) {
    const wasThere = before !== null && Object.hasOwn(before.versions, version);
    return wasThere || list.gone.includes(version) ? "unpublished" : "unlisted";
  }
  const observed = list.versions[version]?.integrity ?? null;
  if (observed === null) return "incomparable";
  if (observed === integrity) return "same";
  const had = before !== null && before.versions[version]?.integrity === integrity;
  return had || isDefault ? "republished" : "other-bytes";
}

function offeredVersion(
  version: string,
  pinned: string,
  { list }: ListAnswer,
  { now, cooldownDays }: Calendar,
): OfferedVersion {
  const { published = null, publisher = null } = list.versions[version] ?? {};
  const before = list.versions[pinned]?.publisher ?? null;
  const time = published === null ? Number.NaN : Date.parse(published);
  const end = time + cooldownDays * 24 * HOUR_MS;
  return {
    version,
    order: orderOf(version, pinned),
    published,
    ageHours: Number.isNaN(time) ? null : Math.max(0, Math.floor((now.getTime() - time) / HOUR_MS)),
    cooldownEnds:
      Number.isNaN(end) || end <= now.getTime() ? null : new Date(end).toISOString().slice(0, 10),
    publisher,
    isSamePublisher: publisher === null || before === null ? null : publisher === before,
  };
}

function orderOf(version: string, pinned: string): OfferedVersion["order"] {
  if (version === pinned) return "same";
  const isOlder =
    semver.valid(version) !== null && semver.valid(pinned) !== null && semver.lt(version, pinned);
  return isOlder ? "older" : "newer";
}
