import type { NpmLockfile, PackagePin } from "../../lockfile/schema.ts";
import { folderName, prefixOf } from "../../model/npm-tree.ts";

/** A package that differs between two lockfiles, with its pins. */
export interface ChangedPin {
  readonly name: string;
  readonly from: PackagePin | null;
  readonly to: PackagePin | null;
}

type Named = readonly [name: string, pin: PackagePin];

/**
 * Packages of one lockfile and not of the other, paired by name: the versions that go with those that
 * come, the newest with the newest. Where a package stands is not compared.
 */
export function changedPackages(before: NpmLockfile, after: NpmLockfile): readonly ChangedPin[] {
  const [old, now] = [namedPins(before), namedPins(after)];
  const gone = [...old].filter(([id]) => !now.has(id)).map(([, named]) => named);
  const come = [...now].filter(([id]) => !old.has(id)).map(([, named]) => named);
  const left = new Set(gone);
  const pairs = come.map(([name, to]): ChangedPin => {
    const match = [...left].find(([one]) => one === name);
    if (match === undefined) return { name, from: null, to };
    left.delete(match);
    return { name, from: match[1], to };
  });
  return [...pairs, ...[...left].map(([name, from]): ChangedPin => ({ name, from, to: null }))];
}

/** By name, version and bytes; the highest version first. */
function namedPins({ packages }: NpmLockfile): ReadonlyMap<string, Named> {
  const all = Object.entries(packages).map(([path, pin]): [string, Named] => {
    const name = pin.name ?? folderName(path);
    return [`${prefixOf(name, pin.version)} ${pin.integrity}`, [name, pin]];
  });
  const byVersion = new Intl.Collator("en", { numeric: true }).compare;
  return new Map(all.toSorted(([, [, a]], [, [, b]]) => byVersion(b.version, a.version)));
}
