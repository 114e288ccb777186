import { requirementsOf } from "../../ecosystems/pypi/requirements.ts";
import { nameWithExtras } from "../../ecosystems/pypi/subject.ts";
import { packageNameOf, type PypiLockfile } from "../../lockfile/pypi-schema.ts";
import type { Launch } from "../../model/launch.ts";
import type { ResolvedArtifact } from "../../ports/python-resolver.ts";

const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

export interface WishRequest {
  readonly lockfile: PypiLockfile;
  /** With its addresses as the entry has them. */
  readonly launch: Launch;
  /** The server's own package. */
  readonly root: string;
  readonly now: Date;
  /** The longest of all. */
  readonly cooldownDays: number;
  /** Of one package: an exception can lift it. */
  readonly daysOf: (name: string) => number;
  /** A policy states the cooldown. */
  readonly isPolicy: boolean;
  /** The one package that may move; null where all may. */
  readonly only: string | null;
  /** The pinned archives as the index has them now, with their times. */
  readonly places: ReadonlyMap<string, ResolvedArtifact>;
}

export interface Wish {
  readonly requirements: readonly string[];
  readonly options: readonly string[];
}

/**
 * What uv is asked for an update: what the entry asks for and never an older version of the server
 * than the pinned one, from archives that are old enough. What is pinned already may stay however
 * young it is; an exact version that a person wrote into the config is taken where no policy states
 * the cooldown.
 */
export function updateWish(request: WishRequest): Wish {
  const { lockfile, root, only, launch } = request;
  const [own = "", ...beside] = requirementsOf(launch);
  const isOfIndex = launch.detail === "registry-package" || launch.detail === "remote-bridge";
  const asked = /^([^=]+)==([^,]+)$/.exec(own)?.[2] ?? null;
  // Of an exact entry the newest is looked for, unless it names another version than the pinned one.
  const main = asked === null || asked !== lockfile.version ? own : (nameWithExtras(own) ?? own);
  const floor =
    isOfIndex && (asked === null || asked === lockfile.version)
      ? [`${root}>=${lockfile.version}`]
      : [];
  const stay = only === null ? [] : staying(lockfile, only);
  return {
    requirements: [main, ...beside, ...floor, ...stay],
    options: cooldown(request, asked),
  };
}

/** Everything but one package exactly as it is pinned. */
function staying({ packages }: PypiLockfile, only: string): readonly string[] {
  return Object.entries(packages).flatMap(([key, { version, marker, source }]) =>
    packageNameOf(key) === only || source !== undefined
      ? []
      : [`${packageNameOf(key)}==${version}${marker === undefined ? "" : ` ; ${marker}`}`],
  );
}

function cooldown(
  { lockfile, root, now, cooldownDays, daysOf, isPolicy, places }: WishRequest,
  asked: string | null,
): readonly string[] {
  if (cooldownDays === 0) return [];
  const newest = boundOf(now, cooldownDays);
  const isFree = asked !== null && asked !== lockfile.version && !isPolicy;
  const bounds = new Map<string, string>(isFree ? [[root, now.toISOString()]] : []);
  const allow = (name: string, end: string): void => {
    if (end > (bounds.get(name) ?? newest)) bounds.set(name, end);
  };
  for (const [key, { artifacts }] of Object.entries(lockfile.packages)) {
    const name = packageNameOf(key);
    allow(name, boundOf(now, daysOf(name)));
    const times = artifacts.flatMap(({ file }) => places.get(file)?.published ?? []);
    const latest = times.reduce((a, b) => (a > b ? a : b), "");
    // The bound is exclusive.
    if (latest > newest) allow(name, new Date(Date.parse(latest) + SECOND_MS).toISOString());
  }
  return [
    "--exclude-newer",
    newest,
    ...[...bounds].flatMap(([name, end]) => ["--exclude-newer-package", `${name}=${end}`]),
  ];
}

function boundOf(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString();
}
