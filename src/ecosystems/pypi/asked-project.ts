import { compare, explain } from "@renovatebot/pep440";

import type { AskedPackage, OfferedVersion } from "../../model/online.ts";
import type { IndexFile, IndexProject } from "../../ports/python-index.ts";
import type { ResolvedPackage } from "../../ports/python-resolver.ts";
import { normalName } from "./names.ts";

const HOUR_MS = 3_600_000;

/** A pinned package with its archives: file name to `sha256:…`. */
export interface PinnedArchives {
  readonly name: string;
  readonly version: string;
  readonly archives: ReadonlyMap<string, string>;
}

export interface IndexAnswer {
  /** Host of the index. */
  readonly registry: string;
  /** Null where it says no more than where files are. */
  readonly page: IndexProject | null;
  /** What uv takes for the next start; null where an installed environment is started. */
  readonly next: ResolvedPackage | null;
  /** The index is not the one of the user's own configuration: the entry names it. */
  readonly isOfEntry: boolean;
}

export interface Calendar {
  readonly now: Date;
  readonly cooldownDays: number;
}

/** What an index says of a pinned package and of the next start. */
export function askedProject(
  pinned: PinnedArchives,
  { registry, page, next, isOfEntry }: IndexAnswer,
  calendar: Calendar,
): AskedPackage {
  const listed = page?.files ?? [];
  const here = listed.length > 0 ? listed : (next?.wheels ?? []);
  const differing = here.find(({ file, sha256 }) => {
    const known = pinned.archives.get(file);
    return known !== undefined && sha256 !== null && sha256 !== known;
  });
  const own = here.filter(({ file }) => pinned.archives.has(file));
  const offered = (version: string | null): OfferedVersion | null =>
    version === null ? null : offeredVersion(version, pinned, { listed, next }, calendar);
  const isComparable = own.some(({ sha256 }) => sha256 !== null);
  return {
    package: pinned.name,
    registry,
    pinned: pinned.version,
    held:
      differing !== undefined
        ? isOfEntry
          ? "other-bytes"
          : "republished"
        : own.length === 0
          ? "unlisted"
          : isComparable
            ? "same"
            : "incomparable",
    digests:
      differing === undefined
        ? null
        : {
            pinned: pinned.archives.get(differing.file) ?? "",
            observed: differing.sha256 ?? "",
          },
    deprecated: null,
    next: offered(next?.version ?? pinned.version),
    newest: offered(newestOf(pinned.name, listed)),
  };
}

/** The newest version that is no trial and was not taken back. */
export function newestOf(name: string, listed: readonly IndexFile[]): string | null {
  const versions = listed.flatMap(({ file, yanked }) => {
    const version = yanked === null ? versionOfFile(name, file) : null;
    const parts = version === null ? null : explain(version);
    return version === null || parts === null || parts.is_prerelease ? [] : [version];
  });
  return [...new Set(versions)].toSorted(compare).at(-1) ?? null;
}

/** Of a wheel or an archive of sources; null for what is neither. */
export function versionOfFile(name: string, file: string): string | null {
  const wheel = /^([^-]+)-([^-]+)-.+\.whl$/.exec(file);
  const source = /^(.+)-([^-]+)\.(?:tar\.gz|zip)$/.exec(file);
  const [, own = "", version] = wheel ?? source ?? [];
  if (version === undefined || normalName(own) !== name) return null;
  return explain(version)?.public ?? null;
}

function offeredVersion(
  version: string,
  { name, version: pinned }: PinnedArchives,
  {
    listed,
    next,
  }: { readonly listed: readonly IndexFile[]; readonly next: ResolvedPackage | null },
  { now, cooldownDays }: Calendar,
): OfferedVersion {
  const resolved = next?.version === version ? [...next.wheels, next.sdist] : [];
  const times = [
    ...listed.filter(({ file }) => versionOfFile(name, file) === version),
    ...resolved,
  ].flatMap((one) => one?.published ?? []);
  // A version is as old as its first file.
  const published = times.reduce<string | null>((a, b) => (a === null || b < a ? b : a), null);
  const time = published === null ? Number.NaN : Date.parse(published);
  const end = time + cooldownDays * 24 * HOUR_MS;
  const order = orderOf(version, pinned);
  return {
    version,
    order,
    published,
    ageHours: Number.isNaN(time) ? null : Math.max(0, Math.floor((now.getTime() - time) / HOUR_MS)),
    cooldownEnds:
      Number.isNaN(end) || end <= now.getTime() ? null : new Date(end).toISOString().slice(0, 10),
    publisher: null,
    isSamePublisher: null,
  };
}

function orderOf(version: string, pinned: string): OfferedVersion["order"] {
  if (version === pinned) return "same";
  if (explain(version) === null || explain(pinned) === null) return "newer";
  const order = compare(version, pinned);
  return order === 0 ? "same" : order < 0 ? "older" : "newer";
}
