import { PinfoldError } from "../../errors.ts";
import type { NpmLockfile } from "../../lockfile/schema.ts";
import { folderName, prefixOf } from "../../model/npm-tree.ts";
import { COOLDOWN_DAYS } from "../../policy/cooldown.ts";
import type { PoliciesInForce } from "../../policy/in-force.ts";
import { packagePurl } from "../../policy/pattern.ts";
import { placeOf } from "../../policy/policy.ts";
import type { Sightings } from "../../state/sightings.ts";

const DAY_MS = 86_400_000;

export interface AllowanceRequest {
  /** Null where there is none yet: nothing is pinned, and everything may move. */
  readonly lockfile: NpmLockfile | null;
  readonly now: Date;
  readonly policies: PoliciesInForce;
  readonly sightings: Sightings;
  /** The one package that may move; null where all may. */
  readonly only: string | null;
  /** A version that a person wrote into the config. No policy's cooldown is passed by it. */
  readonly asked: { readonly name: string; readonly version: string } | null;
}

/**
 * Which versions of which packages may be taken: what is pinned always, else what is old enough. Where
 * nobody tells a time, age is not known: such a version may be taken where no policy states a
 * cooldown, and is named as a risk; else it waits from the day on which it was first seen.
 */
export function allowance({
  lockfile,
  now,
  policies,
  sightings,
  only,
  asked,
}: AllowanceRequest): (name: string, version: string, published: string | null) => boolean {
  const pinned = Object.entries(lockfile?.packages ?? {}).map(([path, { name, version }]) => ({
    name: name ?? folderName(path),
    version,
  }));
  const versions = new Set(pinned.map(({ name, version }) => prefixOf(name, version)));
  const names = new Set(pinned.map(({ name }) => name));
  const today = now.toISOString().slice(0, 10);
  return (name, version, published) => {
    if (versions.has(prefixOf(name, version))) return true;
    if (only !== null && name !== only && names.has(name)) return false;
    const purl = packagePurl("npm", name);
    const demanded = policies.cooldown(purl, today);
    const isAsked = asked?.name === name && asked.version === version;
    const isTimeless = published === null || Number.isNaN(Date.parse(published));
    if (demanded === null && (isAsked || isTimeless)) return true;
    const known = sightings.time(purl, version, published).time;
    const time = known === null ? Number.NaN : Date.parse(known);
    if (demanded?.days === 0) return true;
    // What is seen for the first time, and nobody tells a time of, begins to wait now.
    return (
      !Number.isNaN(time) && time <= now.getTime() - (demanded?.days ?? COOLDOWN_DAYS) * DAY_MS
    );
  };
}

/** What a resolver refused, with the line of the policy that left it nothing to take. */
export function byCooldown(refused: PinfoldError, policies: PoliciesInForce): PinfoldError {
  const demanded = policies.longestCooldown();
  if (demanded === null) return refused;
  return new PinfoldError(
    "refused",
    `${refused.message}: ${placeOf(demanded.at)} demands an age of ${demanded.days} days`,
    `wait, or add to "exceptions" of "cooldown" in ${demanded.at.file}: {"subject":"pkg:npm/NAME","reason":"…","until":"YYYY-MM-DD"}`,
    refused,
  );
}
