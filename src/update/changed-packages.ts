/** A package that differs between two lockfiles, with its pins. */
export interface ChangedPin<Pin> {
  readonly name: string;
  readonly from: Pin | null;
  readonly to: Pin | null;
}

/** A pinned package; `id` says name, version and bytes. */
export interface NamedPin<Pin> {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly pin: Pin;
}

/**
 * Packages of one lockfile and not of the other, paired by name: the versions that go with those that
 * come, the newest with the newest. Where a package stands is not compared.
 */
export function changedPackages<Pin>(
  before: readonly NamedPin<Pin>[],
  after: readonly NamedPin<Pin>[],
): readonly ChangedPin<Pin>[] {
  const [old, now] = [byId(before), byId(after)];
  const gone = [...old].filter(([id]) => !now.has(id)).map(([, named]) => named);
  const come = [...now].filter(([id]) => !old.has(id)).map(([, named]) => named);
  const left = new Set(gone);
  const pairs = come.map(({ name, pin }): ChangedPin<Pin> => {
    const match = [...left].find((one) => one.name === name);
    if (match === undefined) return { name, from: null, to: pin };
    left.delete(match);
    return { name, from: match.pin, to: pin };
  });
  return [...pairs, ...[...left].map(({ name, pin }) => ({ name, from: pin, to: null }))];
}

/** Each once, the highest version first. */
function byId<Pin>(pins: readonly NamedPin<Pin>[]): ReadonlyMap<string, NamedPin<Pin>> {
  const byVersion = new Intl.Collator("en", { numeric: true }).compare;
  return new Map(
    pins.toSorted((a, b) => byVersion(b.version, a.version)).map((one) => [one.id, one]),
  );
}
