import semver from "semver";
import * as v from "valibot";

import { PinfoldError, systemCodeOf } from "../../errors.ts";
import type { TreeRequest } from "../../ports/npm-registry.ts";

const Packument = v.looseObject({
  name: v.string(),
  versions: v.record(v.string(), v.unknown()),
  "dist-tags": v.optional(v.unknown()),
  time: v.optional(v.unknown()),
});
const Table = v.record(v.string(), v.unknown());

/**
 * Shows the resolver only the versions that may be taken. npm's own option `before` knows one day for
 * all packages, and would also take away what is pinned already. This is the cache of packuments that
 * npm's libraries take as an option: each passes through `set`, and what is set is what is used.
 */
export class AllowedVersions extends Map<string, unknown> {
  readonly #allows: NonNullable<TreeRequest["allows"]>;

  constructor(allows: NonNullable<TreeRequest["allows"]>) {
    super();
    this.#allows = allows;
  }

  override set(key: string, packument: unknown): this {
    if (v.is(Packument, packument)) this.#reduce(packument);
    return super.set(key, packument);
  }

  /** In place: the library goes on with the object that it gave us. */
  #reduce(packument: v.InferInput<typeof Packument>): void {
    const { name, versions } = packument;
    const times = tableOf(packument.time);
    for (const version of Object.keys(versions)) {
      const published = times[version];
      const known = typeof published === "string" ? published : null;
      if (!this.#allows(name, version, known)) delete versions[version];
    }
    const tags = tableOf(packument["dist-tags"]);
    for (const [tag, version] of Object.entries(tags)) {
      if (typeof version !== "string" || versions[version] !== undefined) continue;
      const next = newestUpTo(Object.keys(versions), version);
      if (next === null) delete tags[tag];
      else tags[tag] = next;
    }
  }
}

/** The object itself where it is one: what is changed in it counts. */
function tableOf(value: unknown): Record<string, unknown> {
  return v.is(Table, value) ? value : {};
}

/** What a tag names when the version that it names may not be taken. */
function newestUpTo(versions: readonly string[], version: string): string | null {
  if (semver.valid(version) === null) return null;
  const isPlain = semver.prerelease(version) === null;
  const fit = versions.filter(
    (one) =>
      semver.valid(one) !== null &&
      semver.lte(one, version) &&
      (!isPlain || semver.prerelease(one) === null),
  );
  return fit.toSorted(semver.rcompare)[0] ?? null;
}

/** Says that it is the limits that leave no tree, not the registry. */
export function noTree(what: string): (thrown: unknown) => never {
  return (thrown) => {
    const code = systemCodeOf(thrown);
    if (code !== "ETARGET" && code !== "ENOVERSIONS" && code !== "ERESOLVE") throw thrown;
    throw new PinfoldError(
      "refused",
      `${what}: the versions that may be taken make no tree`,
      "some package that it needs is too young: try again when it has come of age",
      thrown,
    );
  };
}
