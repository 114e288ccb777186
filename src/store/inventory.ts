import { isNpmLockfile, isPypiLockfile, subjectOf } from "../lockfile/parse.ts";
import type { PinSet } from "../lockfile/pin-set.ts";
import type { Lockfile } from "../lockfile/schema.ts";
import { isSubjectOf, LOCKED_ECOSYSTEMS, type Subject, subjectLabel } from "../model/subject.ts";
import type { Disk } from "../ports/disk.ts";
import type { Machine } from "../ports/machine.ts";
import type { Folders } from "../state/folders.ts";
import type { Kept, KeptEcosystem } from "./define.ts";
import { keptOf, platformOf, shelf } from "./place.ts";

/** Folders that are made or removed just now, or were left behind by what was broken off. */
const LEFT_BEHIND = /^\.(?:filling|aside)-/;

/** One folder of the store. */
export interface StoredFolder {
  readonly ecosystem: KeptEcosystem;
  readonly folder: string;
  /** The pins in force that it is the copy for; none where nothing pins it any more. */
  readonly kept: readonly Kept[];
  readonly isLeftBehind: boolean;
}

const KEPT_ECOSYSTEMS = LOCKED_ECOSYSTEMS.filter(
  (ecosystem): ecosystem is KeptEcosystem => ecosystem !== "executable",
);

/** What is on the shelves, and what each folder is for. */
export function inventory(
  disk: Disk,
  folders: Folders,
  keptNow: readonly Kept[],
): readonly StoredFolder[] {
  return KEPT_ECOSYSTEMS.flatMap((ecosystem) => {
    const place = shelf(disk, folders, ecosystem);
    return (disk.list(place) ?? [])
      .map(({ name }) => name)
      .toSorted()
      .map((name): StoredFolder => {
        const folder = `${place}/${name}`;
        const kept = keptNow.filter((one) => one.folder === folder);
        return { ecosystem, folder, kept, isLeftBehind: LEFT_BEHIND.test(name) };
      });
  });
}

/** The copies that the pins in force stand for on this machine, whether they were made or not. */
export function keptByPins(
  disk: Disk,
  folders: Folders,
  machine: Machine,
  set: PinSet,
): readonly Kept[] {
  const platform = platformOf(machine);
  return set.places.flatMap((place) =>
    KEPT_ECOSYSTEMS.flatMap((ecosystem) =>
      set.list(place, ecosystem).flatMap((path): Kept[] => {
        const lookup = set.read(place, ecosystem, path);
        if (lookup.state !== "found") return [];
        const kept = keptFor(lookup.lockfile, (parts) => keptOf(disk, folders, platform, parts));
        return kept === null ? [] : [kept];
      }),
    ),
  );
}

function keptFor(
  lockfile: Lockfile,
  place: <Kind extends KeptEcosystem>(parts: Omit<Kept<Kind>, "folder">) => Kept<Kind>,
): Kept | null {
  const subject: Subject = subjectOf(lockfile);
  const name = subjectLabel(subject);
  if (isSubjectOf(subject, "npm") && isNpmLockfile(lockfile))
    return place({ subject, lockfile, name });
  if (isSubjectOf(subject, "pypi") && isPypiLockfile(lockfile))
    return place({ subject, lockfile, name });
  return null;
}

/** Bytes of the files below a folder. */
export function sizeOf(disk: Disk, folder: string): number {
  let total = 0;
  for (const { name, kind } of disk.list(folder) ?? []) {
    const path = `${folder}/${name}`;
    total += kind === "folder" ? sizeOf(disk, path) : (disk.stat(path)?.size ?? 0);
  }
  return total;
}
