import type { NpmLockfile } from "../../lockfile/schema.ts";
import { folderName, prefixOf } from "../../model/npm-tree.ts";

const DAY_MS = 86_400_000;

export interface AllowanceRequest {
  readonly lockfile: NpmLockfile;
  readonly now: Date;
  readonly cooldownDays: number;
  /** The one package that may move; null where all may. */
  readonly only: string | null;
  /** A version that a person wrote into the config, where no policy states the cooldown. */
  readonly asked: { readonly name: string; readonly version: string } | null;
}

/**
 * Which versions of which packages an update may take: what is pinned always, else what is old enough.
 * Where a registry tells no time, age is not known: such a version may be taken, and is named as a risk.
 */
export function allowance({
  lockfile,
  now,
  cooldownDays,
  only,
  asked,
}: AllowanceRequest): (name: string, version: string, published: string | null) => boolean {
  const pinned = Object.entries(lockfile.packages).map(([path, { name, version }]) => ({
    name: name ?? folderName(path),
    version,
  }));
  const versions = new Set(pinned.map(({ name, version }) => prefixOf(name, version)));
  const names = new Set(pinned.map(({ name }) => name));
  const newestAllowed = now.getTime() - cooldownDays * DAY_MS;
  return (name, version, published) => {
    if (versions.has(prefixOf(name, version))) return true;
    if (only !== null && name !== only && names.has(name)) return false;
    if (asked?.name === name && asked.version === version) return true;
    const time = published === null ? Number.NaN : Date.parse(published);
    return Number.isNaN(time) || time <= newestAllowed;
  };
}
